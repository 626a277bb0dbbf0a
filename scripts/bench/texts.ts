/**
 * What is explained: a search query and what a search may have found for it, written for this
 * benchmark. `{}` stands for a word that changes from run to run, so that no run finds what an
 * earlier one left in a cache.
 */

/** All one token of the bundled model's vocabulary, and every text makes sense with each. */
export const FRESH_WORDS = [
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'twelve',
  'twenty',
] as const;

/** The text of a run. Runs from FRESH_WORDS.length on begin again: their texts may be cached. */
export function freshText(text: string, run: number): string {
  return text.replace('{}', FRESH_WORDS[run % FRESH_WORDS.length] ?? '');
}

export const QUERY = 'send a failed web request again {} times';

export const SENTENCE = 'wait {} seconds, then call once again';

export const COMMENT = `\
Calls the service up to {} times. After each failure it waits twice as long as before, plus a random
share of that, so that clients do not come back at the same moment.`;

export const PROBLEM = `\
Our nightly import stops with a timeout after {} minutes whenever the warehouse is busy. It should
not give up at the first error: pause, try the same page again, and only report a problem if the server still does not answer. Pages that arrived must not be fetched again.`;

export const ANSWER = `\
The importer keeps a list of the pages it has stored. If a page fails, it sleeps for {} seconds and asks
again, doubling the pause each time until an hour has passed. Finished pages are skipped, and a
message goes to the person on duty when the last attempt fails.`;

export const FUNCTION = `\
/** Sends a request, at most {} times, and waits longer after every failure. */
export async function sendWithRetry(request: Request, limit: number): Promise<Response> {
  let pause = 250;
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(request);
      if (response.status < 500) return response;
    } catch (error) {
      if (attempt === limit) throw error;
    }
    await sleep(pause);
    pause = Math.min(2 * pause, 30000);
  }
}`;

export const GUIDE = `\
Part {}: retries and time-outs

The client repeats a request several times when the server cannot be reached, when it answers with a
status of 500 or above, or when no byte has arrived for thirty seconds. Other answers are returned
as they are: a request that the server refused once will be refused again. Between two attempts the
client waits. The first pause takes a quarter of a second and each later one twice as long as the one
before, but never more than half a minute. A random share is added to every pause, because clients
that failed together would otherwise come back together and bring the server down once more.

Only requests that may safely be sent twice are repeated. Reading a record, replacing it and deleting
it are safe. Creating one is not, since the first attempt may have succeeded although its answer was
lost; give such a request a key of its own, and the server will recognise the second attempt and
return the first one's answer. A caller who no longer needs the answer can cancel at any time, also
during a pause. Every failed attempt is written to the log with its number, the time and the
reason, and the last error is the one that the caller sees at last.`;

/** Long enough to be cut to any length that the bundled model reads. */
export const REVIEW = `\
Review {} of the upload module

The queue takes up to ten files at once and sends each of them in parts of four megabytes. When a part
is lost on the way, the whole file starts over, which on a slow line can take hours and often never
ends. I would keep what the server has confirmed and go on from there. The waiting time between two
attempts is fixed at one second. In last week's outage all offices tried again in the same rhythm, and
the load balancer closed their connections as soon as they were opened. Let the pause grow with every
failure and add some chance to it.

There is no limit on the number of attempts either, so a file that the server will never accept, for
instance because the user has no right to the folder, blocks the queue until somebody restarts the
program. Errors of that kind should be shown at once, and the file put aside. I also miss a test with a
server that answers slowly: most of what went wrong in the last months only happens when an answer
arrives after the client has given up on it and sent the same part a second time. Finally, the progress
bar jumps back when a part is repeated, which made two people believe that their work was gone.`;
