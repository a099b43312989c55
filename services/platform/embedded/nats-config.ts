/** What a user of the bus may do: subjects with the wildcards of NATS. */
export type BusPermissions = { readonly publish: readonly string[]; readonly subscribe: readonly string[] };
export type BusUser = BusPermissions & { readonly publicNkey: string };

type NatsConfig = { readonly folder: string; readonly port: number; readonly users: readonly BusUser[] };

const STORE_MAX_BYTES = 4 * 1024 ** 3;
const MEMORY_MAX_BYTES = 64 * 1024 ** 2;
/** An event with a whole record in it is far smaller; a larger message is a mistake or an attack. */
const PAYLOAD_MAX_BYTES = 1024 ** 2;

/** The configuration file of our own server. Quoted strings are JSON's, which NATS reads alike. */
export function natsConfig({ folder, port, users }: NatsConfig): string {
  return `${[
    `host: "127.0.0.1"`,
    `port: ${port}`,
    `server_name: "concordat"`,
    `ports_file_dir: ${JSON.stringify(folder)}`,
    `pid_file: ${JSON.stringify(`${folder}/nats.pid`)}`,
    `max_payload: ${PAYLOAD_MAX_BYTES}`,
    "jetstream {",
    `  store_dir: ${JSON.stringify(`${folder}/jetstream`)}`,
    `  max_memory_store: ${MEMORY_MAX_BYTES}`,
    `  max_file_store: ${STORE_MAX_BYTES}`,
    "}",
    "authorization {",
    "  users: [",
    ...users.map((user) => `    ${userBlock(user)}`),
    "  ]",
    "}",
  ].join("\n")}\n`;
}

function userBlock({ publicNkey, publish, subscribe }: BusUser): string {
  const permissions = `publish: { allow: ${JSON.stringify(publish)} }, subscribe: { allow: ${JSON.stringify(subscribe)} }`;
  return `{ nkey: ${JSON.stringify(publicNkey)}, permissions: { ${permissions} } }`;
}
