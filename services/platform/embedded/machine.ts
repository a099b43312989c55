import { OFFICIAL_RELEASES, type ReleaseSource } from "./nats-release.ts";

/** What finding a nats-server asks of the machine it runs on. */
export type Machine = {
  /** As Node says it: `linux-x64`, `darwin-arm64`. */
  readonly platform: string;
  /** Where programs for administrators are: not on everybody's PATH, and Debian puts the server there. */
  readonly programFolders: readonly string[];
  /** Where `os-release` and apt's configuration are. */
  readonly etcFolder: string;
  readonly releases: ReleaseSource;
};

export const THIS_MACHINE: Machine = {
  platform: `${process.platform}-${process.arch}`,
  programFolders: ["/usr/local/sbin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"],
  etcFolder: "/etc",
  releases: OFFICIAL_RELEASES,
};
