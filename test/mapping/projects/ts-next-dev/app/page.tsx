import { countStock } from '../lib/stock';

export const dynamic = 'force-dynamic';

export default async function Page({ searchParams }: { readonly searchParams: Promise<{ readonly item?: string }> }) {
  const { item = 'tea' } = await searchParams;
  const count = await countStock(item);
  return (
    <p>
      {item}: {count}
    </p>
  );
}
