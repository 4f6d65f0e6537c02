/** How to reach the mail services that most desks use. `other` stands for everything else. */
export const mailPresets = {
  google: {
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
    tokenUrl: 'https://oauth2.googleapis.com/token',
    scope: null,
  },
  microsoft: {
    imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
    // Microsoft 365 offers no implicit TLS for sending.
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
    tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    scope: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
  },
} as const;
