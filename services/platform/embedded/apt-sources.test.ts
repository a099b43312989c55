import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { aptSources, archivesOfLines, archivesOfStanzas } from "./apt-sources.ts";
import { aptOptions } from "./nats-from-apt.ts";

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 13"\nID=debian\n';
const UBUNTU = 'PRETTY_NAME="Ubuntu 24.04 LTS"\nID=ubuntu\nID_LIKE=debian\n';
const OWN = [{ label: "the machine's own apt sources", sourcesList: null }];

/** A machine's `/etc`, made up: files by their path below it. */
async function etcOf(files: Readonly<Record<string, string>>): Promise<string> {
  const etc = await mkdtemp(join(tmpdir(), "concordat-etc-"));
  onTestFinished(() => rm(etc, { recursive: true, force: true }));
  await mkdir(join(etc, "apt/sources.list.d"), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(etc, name), text);
  return etc;
}

const debianFrom = (mirror: string) =>
  ["trixie", "bookworm"].map((suite) => ({
    label: `Debian ${suite}`,
    sourcesList: `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror} ${suite} main\n`,
  }));

const UBUNTU_STANZA =
  "Types: deb\nURIs: http://archive.ubuntu.com/ubuntu/\nSuites: noble noble-updates\nComponents: main universe\n" +
  "Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg\n";
const DEBIAN_STANZA = "Types: deb\nURIs: http://deb.debian.org/debian\nSuites: trixie\nComponents: main\n";

test.each([
  ["Ubuntu with deb822 sources", UBUNTU, { "apt/sources.list.d/ubuntu.sources": UBUNTU_STANZA }],
  [
    "Ubuntu with one-line sources",
    UBUNTU,
    { "apt/sources.list": "deb http://gb.archive.ubuntu.com/ubuntu jammy universe\n" },
  ],
  ["Ubuntu that also has a Debian archive", UBUNTU, { "apt/sources.list.d/debian.sources": DEBIAN_STANZA }],
  ["what is like Ubuntu", 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', {}],
  [
    "what is like Debian, with archives of its own",
    "ID=raspbian\nID_LIKE=debian\n",
    { "apt/sources.list": "deb http://raspbian.example/raspbian/ bookworm main\n" },
  ],
  [
    "Debian without a mirror that says so",
    DEBIAN,
    { "apt/sources.list": "deb http://packages.example/everything trixie main\n" },
  ],
] as const)("%s is asked by its own sources", async (_machine, release, files) => {
  expect(await aptSources(await etcOf({ "os-release": release, ...files }))).toEqual(OWN);
});

test.each([
  ["deb822 sources", { "apt/sources.list.d/debian.sources": DEBIAN_STANZA }, "http://deb.debian.org/debian"],
  [
    "one-line sources",
    { "apt/sources.list": "deb [arch=amd64] https://mirror.example/debian/ trixie main\n" },
    "https://mirror.example/debian/",
  ],
  [
    "a vendor's archive before its own",
    {
      "apt/sources.list.d/a-vendor.list": "deb https://vendor.example/apt stable main\n",
      "apt/sources.list.d/debian.sources": DEBIAN_STANZA,
    },
    "http://deb.debian.org/debian",
  ],
  [
    "mirrors that are switched off",
    {
      "apt/sources.list": "# deb http://old.example/debian trixie main\n",
      "apt/sources.list.d/a.sources": `${DEBIAN_STANZA.replace("deb.debian.org", "off.example")}Enabled: no\n`,
      "apt/sources.list.d/b.sources.disabled": DEBIAN_STANZA.replace("deb.debian.org", "disabled.example"),
      "apt/sources.list.d/c.sources": DEBIAN_STANZA,
    },
    "http://deb.debian.org/debian",
  ],
] as const)(
  "Debian with %s is asked for two suites of its own mirror, and then as it is configured",
  async (_what, files, mirror) => {
    expect(await aptSources(await etcOf({ "os-release": DEBIAN, ...files }))).toEqual([...debianFrom(mirror), ...OWN]);
  },
);

test.each([
  ["Fedora", { "os-release": "ID=fedora\n" }],
  ["a machine that does not say what it is, such as a Mac", {}],
] as const)("%s has no apt to ask", async (_machine, files) => {
  expect(await aptSources(await etcOf(files))).toEqual([]);
});

test("a machine's own sources are read where they are, and all that apt writes is kept apart", () => {
  expect(aptOptions("/cache/apt-1", "/etc", { label: "own", sourcesList: null })).toEqual(
    [
      "Dir::State=/cache/apt-1/state",
      "Dir::State::status=/var/lib/dpkg/status",
      "Dir::Cache=/cache/apt-1/cache",
      "Dir::Etc=/etc/apt",
      "APT::Sandbox::User=",
      "Acquire::Languages=none",
      "Acquire::Retries=2",
    ].flatMap((option) => ["-o", option]),
  );
});

test("for a source of ours the machine's are left out", () => {
  const options = aptOptions("/cache/apt-1", "/etc", { label: "Debian trixie", sourcesList: "deb x" });
  expect(options.slice(-4)).toEqual([
    "-o",
    "Dir::Etc::SourceList=/cache/apt-1/etc/sources.list",
    "-o",
    "Dir::Etc::SourceParts=/nonexistent",
  ]);
});

test.each([
  ["deb http://a.example/debian trixie main", ["http://a.example/debian"]],
  ["  deb [arch=amd64 signed-by=/k.gpg] https://a.example/debian trixie main", ["https://a.example/debian"]],
  ["#deb http://a.example/debian trixie main\n# deb b", []],
  ["deb-src http://a.example/debian trixie main", []],
])("of the line %j the archives are %j", (text, archives) => {
  expect(archivesOfLines(text)).toEqual(archives);
});

test.each([
  [
    "Types: deb deb-src\nURIs: http://a.example/debian http://b.example/debian",
    ["http://a.example/debian", "http://b.example/debian"],
  ],
  [
    "types: deb\nuris:\n  http://a.example/debian\n  http://b.example/debian\nSuites: x",
    ["http://a.example/debian", "http://b.example/debian"],
  ],
  ["Types: deb\n# http://old.example\nURIs: http://a.example/debian", ["http://a.example/debian"]],
  ["Types: deb-src\nURIs: http://a.example/debian", []],
  [
    "Enabled: No\nTypes: deb\nURIs: http://a.example/debian\n\nTypes: deb\nURIs: http://b.example/debian",
    ["http://b.example/debian"],
  ],
  ["", []],
])("of the stanzas %j the archives are %j", (text, archives) => {
  expect(archivesOfStanzas(text)).toEqual(archives);
});
