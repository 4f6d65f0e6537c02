/** Containers whose content is history to its end. */
export const historyContainers = [
  '#divRplyFwdMsg',
  '#appendonsend',
  '#OLK_SRC_BODY_SECTION',
  '#mail-editor-reference-message-container',
  '#reply-intro',
  'div.yahoo_quoted',
  'div.protonmail_quote',
  'div.zmail_extra',
  'div.ms-outlook-mobile-reference-message',
  'div.tutanota_quote_container',
  'div[data-marker="__QUOTED_TEXT__"]',
  'hr[data-marker="__DIVIDER__"]',
  'hr#zwchr',
  'hr#stopSpelling',
  'hr#x_stopSpelling',
  'div[style*="border-top:solid"][style*="padding:3.0pt"]',
  'div[style*="border-top: solid"][style*="padding: 3pt"]',
  'div[style*="border-top:1pt solid"][style*="padding:3pt"]',
];
/** Containers of an attribution line with a blockquote below it. */
export const attributionContainers = ['div.gmail_quote', 'div.moz-cite-prefix', 'div.gmail_attr'];
/** Containers clients make for the signature. */
export const signatureContainers = [
  'div.gmail_signature',
  'div[data-smartmail="gmail_signature"]',
  'div.moz-signature',
  'pre.moz-signature',
  '#Signature',
  '#ms-outlook-mobile-signature',
  'div.yahoo_signature',
  'div.protonmail_signature_block',
];
/** Gmail's indent button makes a blockquote that quotes nobody. */
export const indents = ['blockquote[style*="40px;border:none"]', 'blockquote[style*="40px; border: none"]'];
/** What a reader does not see, preview texts for instance. */
export const hiddenElements = [
  '*[style*="display:none"]',
  '*[style*="display: none"]',
  '*[style*="mso-hide:all"]',
  '*[style*="mso-hide: all"]',
  '*[style*="visibility:hidden"]',
  '*[style*="visibility: hidden"]',
  '*[style*="max-height:0"]',
  '*[style*="max-height: 0"]',
  'head',
  'title',
  'script',
  'style',
  'noscript',
  'template',
  'object',
  'svg',
  '*[hidden]',
];
