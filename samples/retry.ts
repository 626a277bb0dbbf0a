/** Call a flaky service until it answers, with exponential backoff between attempts. */
export async function withBackoff<T>(call: () => Promise<T>, attempts = 5): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === attempts) throw error;
      const delay = 100 * 2 ** attempt + Math.random() * 100;
      await sleep(delay);
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
