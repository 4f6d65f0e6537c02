export interface FormsFaults {
  /** Nothing is sent; it is sent when this is over. */
  down: boolean;
  /** The next so many attempts are signed with a secret nobody knows, or not at all. */
  badSignature: number;
  missingSignature: number;
  /** The timestamps of the standard sender's next `times` attempts are so much off; they are signed rightly. */
  timestampShift: { seconds: number; times: number };
  /** The next `times` accepted deliveries come once more, byte by byte; `atOnce`: beside the first, not after it. */
  repeats: { atOnce: boolean; times: number };
  /** A signature of an unknown version stands first in the standard sender's list. */
  unknownVersionFirst: boolean;
  /** Of the next so many responses the body is half a JSON, an event nobody asked for, or of a shape nobody knows. */
  unreadableBody: number;
  unknownEventType: number;
  unknownShape: number;
}

export const noFaults: Readonly<FormsFaults> = {
  down: false,
  badSignature: 0,
  missingSignature: 0,
  timestampShift: { seconds: -600, times: 0 },
  repeats: { atOnce: false, times: 0 },
  unknownVersionFirst: false,
  unreadableBody: 0,
  unknownEventType: 0,
  unknownShape: 0,
};
