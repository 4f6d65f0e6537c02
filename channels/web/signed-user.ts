import { errors, jwtVerify } from 'jose';
import { DeskError } from '../../domain/errors.ts';
import { isAddress } from '../../domain/mail/is-address.ts';

/** Who a visitor is, as the web site that knows him signed it. */
export interface SignedUser {
  name: string | null;
  email: string | null;
  phone: string | null;
  attributes: Record<string, string | number | boolean>;
}

const MOST_CHARACTERS = 8000;
const LONGEST_LIFE_SECONDS = 24 * 60 * 60;
const MOST_ATTRIBUTES = 50;
const CLOCK_SKEW_SECONDS = 30;

/**
 * Reads signed user data: a JWT signed by HS256 with the design's secret (its characters as bytes), with the claim
 * `exp` at most 24 hours ahead, and `name`, `email`, `phone` and `attributes`, an object of texts, numbers and booleans.
 * @param now ISO
 * @throws DeskError INVALID_INPUT saying what is wrong, never what the token holds
 */
export async function verifySignedUser(token: string, secret: string, now: string): Promise<SignedUser> {
  if (token.length > MOST_CHARACTERS) throw refused(`are longer than ${MOST_CHARACTERS} characters`);
  const claims = await verify(token, secret, now);
  if (
    typeof claims['exp'] !== 'number' ||
    claims['exp'] - Date.parse(now) / 1000 > LONGEST_LIFE_SECONDS + CLOCK_SKEW_SECONDS
  )
    throw refused('are valid for more than 24 hours; sign them anew for every page');
  return {
    name: textOf(claims, 'name', { most: 200 }),
    email: textOf(claims, 'email', { most: 254, fits: isAddress }),
    phone: textOf(claims, 'phone', { most: 40, fits: (phone) => /\d/.test(phone) && /^[\d\s()+./-]+$/.test(phone) }),
    attributes: attributesOf(claims['attributes']),
  };
}

type Claims = Record<string, unknown>;

async function verify(token: string, secret: string, now: string): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
      currentDate: new Date(now),
      clockTolerance: CLOCK_SKEW_SECONDS,
    });
    return payload;
  } catch (error) {
    // The cause is left out: it may hold the claims.
    throw refused(whyNot(error));
  }
}

function whyNot(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'have expired; load the page again';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'are not signed by HS256';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'are signed with another secret';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'exp' ? 'have no expiry time (exp)' : `have a claim ${error.claim} that does not hold`;
  return 'are no signed token (JWT)';
}

function textOf(claims: Claims, name: string, { most, fits }: { most: number; fits?: (text: string) => boolean }) {
  const given = claims[name];
  if (given === undefined || given === null) return null;
  const text = typeof given === 'string' ? given.trim() : null;
  if (text === '') return null;
  if (text === null || text.length > most || /\p{Cc}/u.test(text) || (fits && !fits(text)))
    throw refused(`hold no ${name} where one stands`);
  return text;
}

function attributesOf(given: unknown): SignedUser['attributes'] {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) throw refused('hold attributes that are no object');
  const entries = Object.entries(given);
  if (entries.length > MOST_ATTRIBUTES) throw refused(`hold more than ${MOST_ATTRIBUTES} attributes`);
  if (!entries.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)))
    throw refused('hold an attribute that is no text, number or boolean');
  return Object.fromEntries(entries) as SignedUser['attributes'];
}

function refused(words: string): DeskError {
  return new DeskError('INVALID_INPUT', `the signed user data ${words}`);
}
