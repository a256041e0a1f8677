import { errors, type Locator } from 'playwright-core';

const patienceMs = 3000;

/** Whether something comes into sight soon; for what is worth a second try. */
export async function appears(locator: Locator): Promise<boolean> {
  try {
    await locator.waitFor({ timeout: patienceMs });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) {
      return false;
    }
    throw error;
  }
}
