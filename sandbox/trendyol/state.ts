/** What the seller wrote, as the platform keeps it. */
export interface GivenAnswer {
  id: number;
  text: string;
  creationDate: number;
  hasPrivateInfo: boolean;
  reason: string | null;
}

export interface RejectedAnswer {
  id: number;
  text: string;
  creationDate: number;
  reason: string;
}

/** A question with all that the platform knows of it; times in epoch milliseconds, 0 when unset. */
export interface Question {
  id: number;
  sellerId: number;
  /** On the stage, which has data of its own. */
  stage: boolean;
  text: string;
  /** One of the documented ones, or whatever the admin API was told. */
  status: string;
  creationDate: number;
  lastModifiedDate: number;
  customerId: number;
  userName: string;
  showUserName: boolean;
  public: boolean;
  productName: string;
  productMainId: string;
  barcode: string;
  imageUrl: string;
  webUrl: string;
  /** Published. */
  answer: GivenAnswer | null;
  /** Taken, and not yet decided on. */
  inReview: GivenAnswer | null;
  /** The last one that was refused. */
  rejectedAnswer: RejectedAnswer | null;
  rejectedDate: number;
  refusals: number;
  /** What made it UNANSWERED. */
  closedBy: 'time' | 'refusals' | null;
  reason: string | null;
  reportReason: string | null;
  reportedDate: number;
}

export interface ApiKeys {
  apiKey: string;
  apiSecret: string;
}

export interface SellerAccount {
  sellerId: number;
  storeName: string;
  keys: ApiKeys;
  /** Stage and production differ. */
  stageKeys: ApiKeys;
  keysRevoked: boolean;
}

export interface Settings {
  /** How long an answer is under review; null = until the admin API decides. */
  reviewMilliseconds: number | null;
  /** With so many refused answers a question is closed for good. */
  refusalsUntilClosed: number;
  forbiddenWords: string[];
}

export interface TrendyolState {
  port: number;
  stagePort: number;
  /** The platform's time is so much ahead of this machine's. */
  clockAheadMilliseconds: number;
  stageAddressRegistered: boolean;
  settings: Settings;
  sellers: SellerAccount[];
  lastQuestionId: number;
  lastAnswerId: number;
  samplesAdded: boolean;
  trickled: number;
}
