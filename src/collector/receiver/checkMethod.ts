import { Refusal } from './refusal.ts';

/** Throws for everything but POST: there is nothing to read here, on purpose (security.md section 0). */
export function checkMethod(method: string | undefined): void {
  if (method !== 'POST')
    throw new Refusal(405, 'method', 'Traces are sent here with POST; nothing can be read from this receiver.', {
      Allow: 'POST',
    });
}
