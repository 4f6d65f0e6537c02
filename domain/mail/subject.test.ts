import { bareSubject, subjectKind } from './subject.ts';

describe('subjects', () => {
  test.each([
    ['Re: order', 'order', 'answer'],
    ['RE: Re: re : order', 'order', 'answer'],
    ['Ynt: sipariş', 'sipariş', 'answer'],
    ['YNT: İlt: sipariş', 'sipariş', 'answer'],
    ['İlt: sipariş', 'sipariş', 'forward'],
    ['ILT: sipariş', 'sipariş', 'forward'],
    ['Fwd: Re: order', 'order', 'forward'],
    ['FW: order', 'order', 'forward'],
    ['AW: Bestellung', 'Bestellung', 'answer'],
    ['WG: Bestellung', 'Bestellung', 'forward'],
    ['TR: commande', 'commande', 'forward'],
    ['Re[2]: order', 'order', 'answer'],
    ['Ynt(3): order', 'order', 'answer'],
    ['[Shop] Re: order', '[Shop] Re: order', 'answer'],
    ['Resim: kırık', 'Resim: kırık', 'plain'],
    ['Order: 12', 'Order: 12', 'plain'],
    ['', '', 'plain'],
  ])('%j is about %j and is %s', (subject, bare, kind) => {
    expect(bareSubject(subject)).toBe(bare);
    expect(subjectKind(subject)).toBe(kind);
  });
});
