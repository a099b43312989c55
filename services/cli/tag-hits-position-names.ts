/** Names of the samples in JSON and in CSV, and those of the national service. */
export const POSITION_NAMES = {
  person: ["personId", "PERSON_ID", "person_id"],
  device: ["deviceId", "DEVICE_ID", "device_id"],
  latitude: ["lat", "LAT", "latitude"],
  longitude: ["lon", "LON", "longitude"],
  accuracy: ["precisionM", "PRECISION_M", "precision"],
  captured: ["capturedAt", "CAPTURED_AT"],
  recorded: ["recorded_date"],
  mechanism: ["mechanism", "MECHANISM"],
  lbs: ["lbs"],
} as const;
