import { asciiLower } from '../core/asciiLower.ts';
import type { TextPattern } from '../core/spanQuery.ts';

/**
 * The services that somebody may have meant, as the server spells them: servers mind the case, people do not. Exactly the one that
 * was typed, else those that fit the pattern whatever their case.
 */
export function knownServices(
  { text, openStart, openEnd }: TextPattern,
  services: readonly string[],
): readonly string[] {
  if (!openStart && !openEnd && services.includes(text)) return [text];
  const wanted = asciiLower(text);
  return services.filter((service) => {
    const name = asciiLower(service);
    if (openStart && openEnd) return name.includes(wanted);
    if (openStart) return name.endsWith(wanted);
    return openEnd ? name.startsWith(wanted) : name === wanted;
  });
}
