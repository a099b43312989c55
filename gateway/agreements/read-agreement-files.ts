import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type PlainYaml, readPlainYamlFile, type YamlFault } from "#services/platform/yaml/plain-yaml.ts";

const SUFFIX = ".isa.yaml";

type ReadYaml = Extract<PlainYaml, { readonly outcome: "read" }>;

export type AgreementFile = Pick<ReadYaml, "document" | "lineOf"> & { readonly file: string };

type FileFault = YamlFault & { readonly file: string };

type AgreementFiles = { readonly files: readonly AgreementFile[]; readonly faults: readonly FileFault[] };

/** Reads every agreement of a folder, in order of name; a file that is not plain YAML is a fault and never half read. */
export async function readAgreementFiles(directory: string): Promise<AgreementFiles> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX)).sort();
  const read = await Promise.all(
    names.map(async (file) => ({ file, yaml: await readPlainYamlFile(join(directory, file)) })),
  );
  return {
    files: read.flatMap(({ file, yaml }) =>
      yaml.outcome === "read" ? [{ file, document: yaml.document, lineOf: yaml.lineOf }] : [],
    ),
    faults: read.flatMap(({ file, yaml }) =>
      yaml.outcome === "unreadable" ? yaml.faults.map((fault) => ({ file, ...fault })) : [],
    ),
  };
}
