/** Fetch a page; when that fails, pause and try again, each time after a longer pause. */
export async function fetchWithBackoff(url: string, attempts = 5): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url);
    if (response.ok || attempt === attempts) return response;
    await sleep(100 * 2 ** attempt);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
