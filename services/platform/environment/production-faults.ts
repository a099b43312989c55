/** What a production hub must be told, because the default is for trying the hub out. */
const REFUSED_DEFAULTS: Readonly<Record<string, string>> = {
  DATABASE_URL: "the embedded PostgreSQL is for demonstrations",
  NATS_URL: "the embedded nats-server is for demonstrations",
  HUB_SCHEME: "the built-in scheme is made up",
  HUB_ORIGIN: "callers sign for the public origin, which cannot be guessed",
  HUB_DATA: "keys and feeds need a folder that is chosen and backed up",
};
const DEMONSTRATION_SCHEME = /(^|[/\\])solent\.scheme\.yaml$/;

/** Names every embedded or demonstration default that production mode would otherwise fall back to. */
export function productionFaults(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  const faults = Object.entries(REFUSED_DEFAULTS)
    .filter(([name]) => (variables[name] ?? "") === "")
    .map(([name, reason]) => `${name} must be given in production: ${reason}`);
  if (DEMONSTRATION_SCHEME.test(variables["HUB_SCHEME"] ?? "")) {
    faults.push("HUB_SCHEME names the demonstration scheme, which production refuses");
  }
  if ((variables["HUB_ORIGIN"] ?? "").startsWith("http:")) {
    faults.push("HUB_ORIGIN must be https in production");
  }
  if ((variables["NATS_SERVER_BIN"] ?? "") !== "") {
    faults.push("NATS_SERVER_BIN starts an embedded nats-server, which production refuses; give NATS_URL alone");
  }
  return faults;
}
