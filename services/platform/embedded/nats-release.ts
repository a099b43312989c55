import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { downloadBytes } from "./download-bytes.ts";
import { readNatsVersion } from "./nats-version.ts";
import { runCommand } from "./run-command.ts";

export type Release = { readonly version: string; readonly platform: string; readonly sha256: string };

export type ReleaseSource = {
  /** Below it are `v<version>/nats-server-v<version>-<platform>.tar.gz`. */
  readonly address: string;
  /** By Node's platform and architecture. */
  readonly pinned: Readonly<Record<string, Release>>;
  /** How long a download may take, first byte to last. */
  readonly timeoutMs: number;
};

/**
 * Official releases by Node's platform and architecture. A download whose SHA-256 is not the one
 * written here is thrown away, and a platform that is not here is not downloaded for.
 * Linux: the pins of the official container image (github.com/nats-io/nats-docker, 2.10.x).
 * macOS: the release's own SHA256SUMS, as recorded by github.com/cashapp/hermit-packages.
 */
const PINNED: Readonly<Record<string, Release>> = {
  "linux-x64": {
    version: "2.10.29",
    platform: "linux-amd64",
    sha256: "e314da74a83a1d3876db8814c27eb990fe729640fd6452025b441bcede8390da",
  },
  "linux-arm64": {
    version: "2.10.29",
    platform: "linux-arm64",
    sha256: "da4b27942ecfb4c5f0c54553d2e7f470ddda9d7581cfe8131b351a0e223ed401",
  },
  "linux-ia32": {
    version: "2.10.29",
    platform: "linux-386",
    sha256: "abc385394c19784558f7aa2f9770fe2daceb22cf95e3fa398c832590479396b0",
  },
  "linux-s390x": {
    version: "2.10.29",
    platform: "linux-s390x",
    sha256: "ee821b1eae8bb98a0d4603510a41613dd15afef244261a79da33515699d1aece",
  },
  "linux-ppc64": {
    version: "2.10.29",
    platform: "linux-ppc64le",
    sha256: "31b0063d261e5d8c59396f8a3f9298ad80b36fd4bc370ce59e5d160f55a0fe46",
  },
  "darwin-x64": {
    version: "2.10.10",
    platform: "darwin-amd64",
    sha256: "5b6bfed8f75ecb2f6465b87334f4e757a66c32b6c5f802e964a080a3716ffffb",
  },
  "darwin-arm64": {
    version: "2.10.10",
    platform: "darwin-arm64",
    sha256: "8af6cbd8f3f21bcec164d17bc879d3e7807cd98e1c7839ac668986a71c4e52c6",
  },
};

export const OFFICIAL_RELEASES: ReleaseSource = {
  address: "https://github.com/nats-io/nats-server/releases/download",
  pinned: PINNED,
  timeoutMs: 120_000,
};

type ReleaseOptions = {
  readonly folder: string;
  readonly platform: string;
  readonly source: ReleaseSource;
  readonly install: (binary: string) => Promise<void>;
};

const DOWNLOAD_MAX_BYTES = 64 * 1024 * 1024;
const UNPACK_TIMEOUT_MS = 60_000;

/** Downloads the official release for this platform, if its checksum is known and right. */
export async function fetchRelease({ folder, platform, source, install }: ReleaseOptions): Promise<void> {
  const release = source.pinned[platform];
  if (release === undefined) throw new Error(`no checksum is known for ${platform}, so nothing is downloaded`);
  const name = releaseName(release);
  const archive = await downloadBytes(`${source.address}/v${release.version}/${name}.tar.gz`, {
    timeoutMs: source.timeoutMs,
    bytesMax: DOWNLOAD_MAX_BYTES,
  });
  if (createHash("sha256").update(archive).digest("hex") !== release.sha256) {
    throw new Error("the download does not have the checksum that is pinned for it, and was thrown away");
  }
  const work = await mkdtemp(join(folder, "release-"));
  try {
    await writeFile(join(work, "release.tar.gz"), archive);
    await runCommand(["tar", "-xzf", "release.tar.gz"], { cwd: work, timeoutMs: UNPACK_TIMEOUT_MS });
    const binary = join(work, name, "nats-server");
    const version = await readNatsVersion(binary);
    if ("fault" in version) throw new Error(`the nats-server of the release ${version.fault}`);
    await install(binary);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

export function releaseName({ version, platform }: Pick<Release, "version" | "platform">): string {
  return `nats-server-v${version}-${platform}`;
}
