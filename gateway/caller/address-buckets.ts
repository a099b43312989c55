import { HubError } from "#schemas/problems.ts";

export type AddressBuckets = {
  /** Takes a token for work on behalf of an address, or throws HubError quota-exceeded. */
  readonly take: (address: string) => void;
  /** Gives it back: the work was for somebody whose signature verified. */
  readonly giveBack: (address: string) => void;
};

export type AddressBucketOptions = {
  readonly monotonicMs?: () => number;
  readonly burst?: number;
  readonly perSecond?: number;
};

const BURST = 500;
const PER_SECOND = 100;
const ADDRESSES_MAX = 10_000;

type Bucket = { tokens: number; atMs: number };

/** A token bucket for each network address, so that strangers can make the hub verify only so many signatures. */
export function createAddressBuckets({
  monotonicMs = () => performance.now(),
  burst = BURST,
  perSecond = PER_SECOND,
}: AddressBucketOptions = {}): AddressBuckets {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (address: string) => {
    const nowMs = monotonicMs();
    const known = buckets.get(address);
    const tokens =
      known === undefined ? burst : Math.min(burst, known.tokens + ((nowMs - known.atMs) / 1000) * perSecond);
    const bucket = { tokens, atMs: nowMs };
    // Set last in order, so that the first in the map is the address unheard of for longest.
    buckets.delete(address);
    buckets.set(address, bucket);
    return bucket;
  };
  return {
    take: (address) => {
      const bucket = bucketOf(address);
      if (bucket.tokens < 1) {
        throw new HubError("quota-exceeded", "too many unverified calls from one address");
      }
      bucket.tokens -= 1;
      dropOldest(buckets);
    },
    giveBack: (address) => {
      bucketOf(address).tokens += 1;
    },
  };
}

function dropOldest(buckets: Map<string, Bucket>): void {
  const oldest = buckets.size > ADDRESSES_MAX ? buckets.keys().next().value : undefined;
  if (oldest !== undefined) {
    buckets.delete(oldest);
  }
}
