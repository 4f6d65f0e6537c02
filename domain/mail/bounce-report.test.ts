import { readBounceReport } from './bounce-report.ts';

describe('readBounceReport', () => {
  test('names the mail, the recipients and the server’s words', () => {
    const status =
      'Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; Gone@home.example\r\nAction: failed\r\nStatus: 5.1.1 (no such user)\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n unknown user\r\n\r\nOriginal-Recipient: rfc822;slow@home.example\r\nAction: Delayed\r\nStatus: 4.4.1\r\n';
    expect(
      readBounceReport(status, 'From: desk@shop.example\r\nMessage-ID:\r\n <t1@shop.example>\r\n\r\nbody'),
    ).toEqual({
      originalMessageId: '<t1@shop.example>',
      recipients: [
        { address: 'gone@home.example', action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 unknown user' },
        { address: 'slow@home.example', action: 'delayed', status: '4.4.1', diagnostic: null },
      ],
    });
  });

  test('says unknown where the report is silent', () => {
    expect(readBounceReport('Final-Recipient: rfc822; a@b.example', '')).toEqual({
      originalMessageId: null,
      recipients: [{ address: 'a@b.example', action: 'unknown', status: null, diagnostic: null }],
    });
    expect(readBounceReport('', '')).toEqual({ originalMessageId: null, recipients: [] });
  });

  test('a Message-ID in the body of the returned mail is not its own', () => {
    expect(readBounceReport('', 'From: a@b\n\nMessage-ID: <other@x>').originalMessageId).toBeNull();
  });
});
