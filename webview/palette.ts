/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

/*
 * Hues in OKLCH degrees: seven far apart, then seven between them; 10 to 40 are left out, errors are red. After them the same hues
 * come again in a second lightness: nobody tells 28 services by colour alone, the label names them.
 */
const HUES = [250, 150, 85, 310, 195, 55, 345, 120, 275, 170, 225, 328, 100, 292] as const;
const SLOTS = HUES.length * 2;
/** Services share out the slots in rounds of so many, so that few services get hues that are far apart. */
const ROUND = HUES.length / 2;

/** WCAG 2.2 1.4.11: graphics need 3:1 against what is behind them. */
const MIN_CONTRAST = 3;

/** Relative luminance by WCAG. */
export function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((byte) => {
    const channel = byte / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** The colours for service slots on `background`, each at least 3:1 against it. */
export function servicePalette(background: Rgb, highContrast: boolean): readonly Rgb[] {
  const dark = luminance(background) < 0.18;
  return Array.from({ length: SLOTS }, (_, slot) => {
    const hue = HUES[slot % HUES.length]!;
    const second = slot >= HUES.length;
    const start = dark ? (second ? 0.62 : highContrast ? 0.82 : 0.74) : second ? 0.42 : highContrast ? 0.46 : 0.58;
    return readable(start, highContrast ? 0.15 : 0.125, hue, background, dark ? 0.02 : -0.02);
  });
}

/** `rgb` itself if it can be told from `background`, or the nearest lighter or darker grey mix that can. */
export function ensureContrast(rgb: Rgb, background: Rgb): Rgb {
  const target = luminance(background) < 0.18 ? 255 : 0;
  for (let mix = 0; mix <= 1; mix += 0.1) {
    const mixed = rgb.map((byte) => Math.round(byte + (target - byte) * mix)) as unknown as Rgb;
    if (contrast(mixed, background) >= MIN_CONTRAST) return mixed;
  }
  return [target, target, target];
}

function readable(lightness: number, chroma: number, hue: number, background: Rgb, step: number): Rgb {
  let l = lightness;
  let rgb = oklch(l, chroma, hue);
  while (contrast(rgb, background) < MIN_CONTRAST && l > 0 && l < 1) {
    l += step;
    rgb = oklch(l, chroma, hue);
  }
  return rgb;
}

/** https://bottosson.github.io/posts/oklab/, clipped to sRGB. */
function oklch(lightness: number, chroma: number, hueDegrees: number): Rgb {
  const a = chroma * Math.cos((hueDegrees * Math.PI) / 180);
  const b = chroma * Math.sin((hueDegrees * Math.PI) / 180);
  const l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b) ** 3;
  const m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b) ** 3;
  const s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b) ** 3;
  return [
    toByte(4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s),
    toByte(-1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s),
    toByte(-0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s),
  ];
}

function toByte(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (clipped <= 0.003_130_8 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055));
}

/**
 * A slot for every service, by a hash of its name, so that it keeps its colour from trace to trace; a taken slot sends it to the
 * next free one, by name, so that the order of arrival does not matter.
 */
export function serviceSlots(services: readonly string[]): Uint8Array {
  const slots = new Uint8Array(services.length);
  const book = new SlotBook();
  const byName = services.map((_, index) => index).sort((a, b) => (services[a]! < services[b]! ? -1 : 1));
  for (const index of byName) slots[index] = book.take(services[index]!);
  return slots;
}

/** Gives out slots one by one, by a hash of the name or the next free one: for services that become known over time. */
export class SlotBook {
  readonly #taken = new Set<number>();

  take(service: string): number {
    const taken = this.#taken;
    if (taken.size === SLOTS) taken.clear();
    const round = taken.size - (taken.size % ROUND);
    let place = hashOf(service) % ROUND;
    while (taken.has(round + place)) place = (place + 1) % ROUND;
    taken.add(round + place);
    return round + place;
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
