import { DuckDBDataChunk, DuckDBInstance, INTEGER, UINTEGER, UTINYINT } from "@duckdb/node-api";
import type { Zone } from "#services/core/tag-hits/matching/crime-window.ts";
import type { PositionChunk } from "#services/core/tag-hits/streaming/position-chunk.ts";

const ROWS_PER_CHUNK = 2_048;
const CELL_CM = 20_000;

/**
 * Hits by points as DuckDB finds them: positions in memory, joined with the cells of the crimes by their own cell. The
 * seconds are of CPU, over the join alone.
 */
export async function duckdbPoints(
  read: () => AsyncIterable<PositionChunk>,
  zones: readonly Zone[],
  accuracyMaxM: number,
) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const database = await instance.connect();
  try {
    await database.run("create table fix (person uinteger, t uinteger, x integer, y integer, a utinyint)");
    const loading = process.cpuUsage();
    await load(database, read);
    const loadS = seconds(loading);
    await database.run(
      `create table zone (crime integer, cx integer, cy integer, x bigint, y bigint, r2 bigint, "from" bigint, "to" bigint)`,
    );
    await loadZones(database, zones);
    const joining = process.cpuUsage();
    const result = await database.runAndReadAll(`
      select zone.crime, fix.person, count(*)::integer as fixes from fix join zone
        on fix.x // ${CELL_CM} = zone.cx and fix.y // ${CELL_CM} = zone.cy
      where fix.a <= ${accuracyMaxM} and fix.t between zone."from" and zone."to"
        and (fix.x::bigint - zone.x) * (fix.x::bigint - zone.x) + (fix.y::bigint - zone.y) * (fix.y::bigint - zone.y) <= zone.r2
      group by all order by all`);
    return {
      loadS,
      joinS: seconds(joining),
      hits: result.getRows().map(([crime, person, fixes]) => [crime, person, fixes].map(Number)),
    };
  } finally {
    database.closeSync();
    instance.closeSync();
  }
}

function seconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

type Database = Awaited<ReturnType<DuckDBInstance["connect"]>>;

async function load(database: Database, read: () => AsyncIterable<PositionChunk>): Promise<void> {
  const appender = await database.createAppender("fix");
  for await (const { count, person, time, easting, northing, accuracy } of read()) {
    for (let from = 0; from < count; from += ROWS_PER_CHUNK) {
      const to = Math.min(count, from + ROWS_PER_CHUNK);
      const chunk = DuckDBDataChunk.create([UINTEGER, UINTEGER, INTEGER, INTEGER, UTINYINT], to - from);
      for (const [at, column] of [person, time, easting, northing, accuracy].entries()) {
        chunk.setColumnValues(at, [...column.subarray(from, to)]);
      }
      appender.appendDataChunk(chunk);
    }
  }
  appender.closeSync();
}

/** A row for each cell that a zone's box touches. */
async function loadZones(database: Database, zones: readonly Zone[]): Promise<void> {
  const appender = await database.createAppender("zone");
  for (const [crime, { eastingCm: x, northingCm: y, radiusCm: r, from, to }] of zones.entries()) {
    for (let cx = Math.floor((x - r) / CELL_CM); cx <= Math.floor((x + r) / CELL_CM); cx += 1) {
      for (let cy = Math.floor((y - r) / CELL_CM); cy <= Math.floor((y + r) / CELL_CM); cy += 1) {
        for (const small of [crime, cx, cy]) {
          appender.appendInteger(small);
        }
        for (const large of [x, y, r * r, from, to]) {
          appender.appendBigInt(BigInt(large));
        }
        appender.endRow();
      }
    }
  }
  appender.closeSync();
}
