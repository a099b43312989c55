import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where apt is to look: one Debian suite from the machine's own mirror, or the machine's own sources. */
export type AptSource = { readonly label: string; readonly sourcesList: string | null };

const OWN_SOURCES: AptSource = { label: "the machine's own apt sources", sourcesList: null };
const DEBIAN_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
/** Trixie's server is newer and needs libc 2.34; bookworm's runs on anything that Debian still looks after. */
const DEBIAN_SUITES = ["trixie", "bookworm"] as const;
const DEBIAN_ARCHIVE = /^(?:https?|mirror\+https?):\/\/\S+\/debian\/?$/;
/** Names that apt reads; a `debian.sources.disabled` is no source (apt-get(8), sources.list(5)). */
const SOURCES_NAME = /^[A-Za-z0-9_.-]+\.(list|sources)$/;

/** The sources worth asking on this machine, best first; none where there is no apt. */
export async function aptSources(etcFolder: string): Promise<readonly AptSource[]> {
  const release = await readOrNothing(join(etcFolder, "os-release"));
  if (/^ID(_LIKE)?=.*ubuntu/m.test(release)) return [OWN_SOURCES];
  if (!/^ID(_LIKE)?=.*debian/m.test(release)) return [];
  const mirror = (await configuredArchives(join(etcFolder, "apt"))).find((uri) => DEBIAN_ARCHIVE.test(uri));
  if (mirror === undefined) return [OWN_SOURCES];
  const suites = DEBIAN_SUITES.map((suite) => ({
    label: `Debian ${suite}`,
    sourcesList: `deb [signed-by=${DEBIAN_KEYRING}] ${mirror} ${suite} main\n`,
  }));
  // A mirror signed anew by whoever runs it is known to the machine's own configuration alone.
  return [...suites, OWN_SOURCES];
}

/** Every archive of programs that apt is configured to use, in the order in which it would be read. */
async function configuredArchives(aptFolder: string): Promise<readonly string[]> {
  const folder = join(aptFolder, "sources.list.d");
  const names = (await readdir(folder).catch(() => [])).filter((name) => SOURCES_NAME.test(name)).sort();
  const files = [join(aptFolder, "sources.list"), ...names.map((name) => join(folder, name))];
  const texts = await Promise.all(files.map(readOrNothing));
  return texts.flatMap((text, at) =>
    files[at]?.endsWith(".sources") ? archivesOfStanzas(text) : archivesOfLines(text),
  );
}

/** The one-line form: `deb [options] uri suite component`. */
export function archivesOfLines(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const [, uri] = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)/.exec(line) ?? [];
    return uri === undefined ? [] : [uri];
  });
}

/** The deb822 form: stanzas of fields, of which some may be switched off, and lists may go on in the lines below. */
export function archivesOfStanzas(text: string): readonly string[] {
  const withoutComments = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n");
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const isOff = /^(no|false|without|off|disable)$/i.test(field(stanza, "Enabled")[0] ?? "");
    return isOff || !field(stanza, "Types").includes("deb") ? [] : field(stanza, "URIs");
  });
}

/** The words of one field; its name may be in any case. */
function field(stanza: string, name: string): readonly string[] {
  const [, value = ""] = new RegExp(`^${name}:(.*(?:\\n[ \\t].*)*)`, "im").exec(stanza) ?? [];
  return value.split(/\s+/).filter((word) => word !== "");
}

function readOrNothing(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
