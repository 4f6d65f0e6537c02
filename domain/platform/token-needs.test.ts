import { tokenNeeds } from './token-needs.ts';

const DAY = 86_400_000;
const now = Date.parse('2026-11-23T10:00:00Z');

test.each([
  { token: 'without an end', endsIn: null, age: 50, canRefresh: true, needs: null },
  { token: 'of this morning that ends soon', endsIn: 5, age: 0.5, canRefresh: true, needs: null },
  { token: 'of yesterday with 59 days left', endsIn: 59, age: 1.5, canRefresh: true, needs: null },
  { token: 'of last week', endsIn: 53, age: 7, canRefresh: true, needs: 'refresh' },
  { token: 'with 30 days left', endsIn: 30, age: 2, canRefresh: true, needs: 'refresh' },
  { token: 'that should have ended, and may not have', endsIn: -0.1, age: 60, canRefresh: true, needs: 'refresh' },
  { token: 'that ends before it may be renewed', endsIn: 0.04, age: 0, canRefresh: true, needs: 'word' },
  { token: 'that only a new login renews, with a month left', endsIn: 30, age: 30, canRefresh: false, needs: null },
  { token: 'that only a new login renews, with days left', endsIn: 6, age: 54, canRefresh: false, needs: 'word' },
])('a token $token needs: $needs', ({ endsIn, age, canRefresh, needs }) => {
  const endsAt = endsIn === null ? null : now + endsIn * DAY;
  expect(tokenNeeds({ endsAt, refreshedAt: now - age * DAY, canRefresh, now })).toBe(needs);
});
