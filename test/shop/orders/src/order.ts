export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceEur: number;
}

export interface Order {
  readonly id: number;
  readonly isGift: boolean;
  readonly lines: readonly OrderLine[];
}

/** Every order of the shop holds the same three things; only the gift wrapping differs. */
export function sampleOrder(id: number): Order {
  return {
    id,
    isGift: id % 2 === 0,
    lines: [
      { sku: 'teapot-7', quantity: 1, unitPriceEur: 24.95 },
      { sku: 'cup-3', quantity: 4, unitPriceEur: 5.5 },
      { sku: 'tray-9', quantity: 1, unitPriceEur: 17.25 },
    ],
  };
}
