import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { BUS_PARTS, PART_PERMISSIONS } from "#services/bus-users.ts";
import { parseEnvironment } from "#services/platform/environment/environment.ts";
import { ROOT } from "./source-files.ts";

type Container = { image: string; command: string[]; environment?: Record<string, string>; volumes: string[] };
type Compose = {
  services: Record<string, Container>;
  volumes: Record<string, null>;
  configs: { nats: { content: string } };
};

const compose: Compose = parse(readFileSync(join(ROOT, "compose.yaml"), "utf8"), { merge: true });

/** What compose would put in for `${NAME}`, `${NAME:?message}` and `$$`. */
function interpolate(text: string): string {
  return text
    .replace(/\$\{(\w+)(:\?[^}]*)?\}/g, (_, name) => (name === "HUB_ORIGIN" ? "https://hub.example" : "s3cret"))
    .replaceAll("$$", "$");
}

test("there is one container for each part, of one image, with its own user of the bus", () => {
  for (const part of BUS_PARTS) {
    const container = compose.services[part];
    expect(container).toMatchObject({ image: "concordat", command: [part] });
    expect(container?.environment?.["NATS_URL"]).toMatch(new RegExp(`^nats://${part}:`));
  }
});

test.each(BUS_PARTS)("%s is given everything that production asks for", (part) => {
  const given = Object.entries(compose.services[part]?.environment ?? {});
  const variables = Object.fromEntries(given.map(([name, value]) => [name, interpolate(value)]));
  // These two are set by the image.
  const parsed = parseEnvironment({ HUB_MODE: "production", HUB_DATA: "/data", ...variables }, "/app");

  expect("faults" in parsed ? parsed.faults : []).toEqual([]);
});

test.each(BUS_PARTS)("%s may do on the cluster what it may do on the embedded server", (part) => {
  const config = interpolate(compose.configs.nats.content);
  const [, block = ""] = config.split(`user: "${part}"`);
  const list = (subjects: readonly string[]) => `{ allow: [${subjects.map((one) => `"${one}"`).join(", ")}] }`;

  expect(block.slice(0, block.indexOf("user:") >>> 0)).toContain(`publish: ${list(PART_PERMISSIONS[part].publish)}`);
  expect(block.slice(0, block.indexOf("user:") >>> 0)).toContain(
    `subscribe: ${list(PART_PERMISSIONS[part].subscribe)}`,
  );
});

test("every volume that is used is declared, and the other way round", () => {
  const used = Object.values(compose.services).flatMap(({ volumes }) => volumes.map((volume) => volume.split(":")[0]));

  expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)));
});

test("no container reaches for the newest of anything", () => {
  for (const { image } of Object.values(compose.services)) expect(image).not.toMatch(/:latest$/);
});
