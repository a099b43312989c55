import { expect, test } from "vitest";
import { OFFICIAL_RELEASES, releaseName } from "./nats-release.ts";

const { address, pinned } = OFFICIAL_RELEASES;

test.each([
  ["linux-x64", "nats-server-v2.10.29-linux-amd64"],
  ["linux-arm64", "nats-server-v2.10.29-linux-arm64"],
  ["linux-ia32", "nats-server-v2.10.29-linux-386"],
  ["linux-s390x", "nats-server-v2.10.29-linux-s390x"],
  ["linux-ppc64", "nats-server-v2.10.29-linux-ppc64le"],
  ["darwin-x64", "nats-server-v2.10.10-darwin-amd64"],
  ["darwin-arm64", "nats-server-v2.10.10-darwin-arm64"],
])("%s is served by %s", (platform, name) => {
  const release = pinned[platform];
  expect(release === undefined ? null : releaseName(release)).toBe(name);
});

test("no other platform has a release", () => {
  expect(Object.keys(pinned)).toHaveLength(7);
  for (const platform of ["win32-x64", "linux-arm", "linux-riscv64", "freebsd-x64", "darwin-ia32", "sunos-x64"]) {
    expect(pinned[platform]).toBeUndefined();
  }
});

test("every pin is a whole checksum of a version that will do, and no two are alike", () => {
  for (const { version, sha256 } of Object.values(pinned)) {
    expect(version).toMatch(/^2\.(9|1\d)\.\d+$/);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(new Set(Object.values(pinned).map(({ sha256 }) => sha256)).size).toBe(7);
});

test("releases come from their makers, over https", () => {
  expect(address).toBe("https://github.com/nats-io/nats-server/releases/download");
});
