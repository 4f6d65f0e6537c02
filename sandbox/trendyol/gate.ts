import type { FaultBoard } from '../platform/fault-board.ts';
import type { PlatformAnswer, PlatformRequest } from '../platform/platform-server.ts';
import { carriesKeys, isProperUserAgent } from './accounts.ts';
import { CallWindows, type CallLimit } from './call-windows.ts';
import type { TrendyolFaults } from './faults.ts';
import type { QuestionBook } from './question-book.ts';
import { gatewayRefusal, refusal } from './refusals.ts';
import type { SellerAccount } from './state.ts';

export type Endpoint = 'list' | 'question' | 'answers';

/** What every call has to pass before it reaches the questions, in one of the two environments. */
export class Gate {
  readonly #book: QuestionBook;
  readonly #faults: FaultBoard<TrendyolFaults>;
  readonly #isStage: boolean;
  readonly #windows = new CallWindows();

  constructor(book: QuestionBook, { faults, isStage }: { faults: FaultBoard<TrendyolFaults>; isStage: boolean }) {
    this.#book = book;
    this.#faults = faults;
    this.#isStage = isStage;
  }

  /** @returns the seller whose keys the call carries, or what it is refused with */
  admit({ headers, parts }: PlatformRequest, endpoint: Endpoint): SellerAccount | PlatformAnswer {
    const sellerId = parts[0] ?? '';
    const isUnregistered = this.#isStage && !this.#book.state.stageAddressRegistered;
    if (this.#faults.now.down || isUnregistered) return gatewayRefusal(503, 'Service Unavailable');
    if (!isProperUserAgent(headers['user-agent'], sellerId)) return gatewayRefusal(403, 'Forbidden');
    const seller = this.#book.state.sellers.find((each) => String(each.sellerId) === sellerId);
    const keys = this.#isStage ? seller?.stageKeys : seller?.keys;
    if (!seller || !keys || seller.keysRevoked || !carriesKeys(headers.authorization, keys)) return wrongKeys();
    return this.#windows.admit(`${sellerId} ${endpoint}`, this.#book.now(), this.#limitsOf(endpoint))
      ? seller
      : tooMany();
  }

  /** developers.trendyol.com, "Authorization" (50 in 10 s) and "Service limits" (list and answers, per minute). */
  #limitsOf(endpoint: Endpoint): CallLimit[] {
    const { callsPerTenSeconds, listCallsPerMinute, answersPerMinute } = this.#faults.now;
    const limits = [{ calls: callsPerTenSeconds, milliseconds: 10_000 }];
    if (endpoint === 'list') limits.push({ calls: listCallsPerMinute, milliseconds: 60_000 });
    if (endpoint === 'answers') limits.push({ calls: answersPerMinute, milliseconds: 60_000 });
    return limits;
  }
}

function wrongKeys(): PlatformAnswer {
  const error = { key: 'client.api.authentication', message: 'Authentication failed' };
  return refusal(401, 'ClientApiAuthenticationException', error);
}

/** Without `Retry-After`: none is documented. */
function tooMany(): PlatformAnswer {
  return refusal(429, 'TooManyRequestsException', { key: 'too.many.requests', message: 'too.many.requests' });
}
