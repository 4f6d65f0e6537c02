import { GraphRefusal } from './graph-error.ts';
import { GraphUsage } from './graph-usage.ts';

test.each([80_001, 80_002, 4, 17, 32, 613])(
  '§0 calls beyond the budget are refused with code %i until the wait is over (Graph API, "Rate Limits")',
  (code) => {
    const usual = { calls: 2, windowSeconds: 3600, code, regainMinutes: 3, headersFromPercent: 100 };
    const usage = new GraphUsage(usual, 'pages');
    expect(usage.count('1')).toEqual({});
    expect(Object.keys(usage.count('1'))).toContain('x-app-usage');
    expect(refused(usage)).toMatchObject({ code });
    const header = refused(usage).headers?.['x-business-use-case-usage'];
    if (code > 80_000) expect(header).toContain('"estimated_time_to_regain_access":4');
    else expect(header).toBeUndefined();
    expect(usage.count('2')).toEqual({});
    usage.set('1', {});
    expect(usage.count('1')).toEqual({});
  },
);

function refused(usage: GraphUsage): GraphRefusal['fault'] {
  try {
    usage.count('1');
  } catch (error) {
    if (error instanceof GraphRefusal) return error.fault;
  }
  throw new Error('it was not refused');
}
