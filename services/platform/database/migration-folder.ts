import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type MigrationFolder = { readonly name: string; readonly path: string };
export type Migration = { readonly tag: string; readonly when: number; readonly hash: string };

type JournalEntry = { readonly tag: string; readonly when: number };

/**
 * Reads a folder in drizzle's form. The times must rise: drizzle passes over any migration whose
 * time is not after the newest applied one, without a word.
 */
export async function readMigrationFolder({ name, path }: MigrationFolder): Promise<readonly Migration[]> {
  const entries = journalEntries(JSON.parse(await readFile(join(path, "meta/_journal.json"), "utf8")));
  let previous = 0;
  const migrations: Migration[] = [];
  for (const { tag, when } of entries) {
    if (when <= previous) throw new Error(`the migrations of ${name} are not in order of time: ${tag}`);
    previous = when;
    const text = await readFile(join(path, `${tag}.sql`), "utf8");
    migrations.push({ tag, when, hash: createHash("sha256").update(text).digest("hex") });
  }
  return migrations;
}

function journalEntries(journal: unknown): readonly JournalEntry[] {
  if (typeof journal !== "object" || journal === null || !("entries" in journal) || !Array.isArray(journal.entries)) {
    throw new Error("a migration journal has a list of entries");
  }
  return journal.entries.map(journalEntry);
}

function journalEntry(entry: unknown): JournalEntry {
  if (typeof entry === "object" && entry !== null && "tag" in entry && "when" in entry) {
    const { tag, when } = entry;
    if (typeof tag === "string" && typeof when === "number") return { tag, when };
  }
  throw new Error("an entry of a migration journal has a tag and a time");
}
