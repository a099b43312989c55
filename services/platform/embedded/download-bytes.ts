type Limits = { readonly timeoutMs: number; readonly bytesMax: number };

const REDIRECTS_MAX = 5;

/** What is at an address, whole, or an error that says in one sentence why it could not be had. */
export async function downloadBytes(address: string, limits: Limits): Promise<Buffer> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    return await readBody(await follow(address, signal), limits);
  } catch (error) {
    throw signal.aborted ? new Error(`the download took longer than ${limits.timeoutMs / 1000} s`) : error;
  }
}

async function follow(address: string, signal: AbortSignal): Promise<Response> {
  let at = address;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    const response = await fetch(at, { signal, redirect: "manual" }).catch((cause: unknown) => {
      throw new Error(`${new URL(at).host} cannot be reached`, { cause });
    });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    at = redirected(at, location);
  }
  throw new Error(`the download was redirected more than ${REDIRECTS_MAX} times`);
}

/** Where a redirect leads; never from https to anything less. */
export function redirected(from: string, location: string): string {
  const to = URL.canParse(location, from) ? new URL(location, from) : null;
  const isAsSafe = to?.protocol === "https:" || (to?.protocol === "http:" && from.startsWith("http:"));
  if (to === null || !isAsSafe) throw new Error("the download was redirected to where it may not go");
  return to.href;
}

async function readBody(response: Response, { bytesMax }: Limits): Promise<Buffer> {
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`the download answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new Error(`the download broke off after ${bytes} bytes`, { cause });
  }
  if (bytes > bytesMax) throw new Error("the download is larger than it can be");
  return Buffer.concat(chunks);
}
