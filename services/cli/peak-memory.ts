import { readFileSync } from "node:fs";

/**
 * The most memory this process ever had, in MB. Linux tells it of this program alone; the figure that other systems give
 * may be that of whatever started it.
 */
export function peakMemoryMb(): number {
  return Math.round((linuxPeakKb() ?? process.resourceUsage().maxRSS) / 1024);
}

function linuxPeakKb(): number | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    return peak === undefined ? null : Number(peak);
  } catch {
    return null;
  }
}
