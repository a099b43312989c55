/** What an address of the bus says: where the servers are, whether over TLS, and who signs in. */
export type BusAddress = {
  readonly servers: readonly string[];
  readonly isEncrypted: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | { readonly token: string } | null;
};

const USUAL_PORT = "4222";

/**
 * Reads `nats://` and `tls://` addresses divided by commas. The client library itself takes hosts and
 * ports only: it would pass over a user in the address, and over the encryption that `tls:` asks for.
 */
export function parseBusAddress(text: string): BusAddress {
  const urls = text.split(",").map((address) => new URL(address.trim()));
  const [first] = urls.filter(({ username }) => username !== "");
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || USUAL_PORT}`),
    isEncrypted: urls.some(({ protocol }) => protocol === "tls:"),
    credentials: first === undefined ? null : credentialsOf(first),
  };
}

function credentialsOf({ username, password }: URL): BusAddress["credentials"] {
  const user = decodeURIComponent(username);
  return password === "" ? { token: user } : { user, pass: decodeURIComponent(password) };
}
