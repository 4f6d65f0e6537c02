import { chromium, type Browser, type Page } from 'playwright-core';

const executablePath = process.env['TEST_CHROMIUM'] ?? '';

/** Whether tests may use a real browser here, says whoever set TEST_CHROMIUM. */
export const browserIsThere = executablePath !== '';

/** Nothing but pages of this machine: a browser that calls home waits for a network that tests do not have. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

export interface PhoneBrowser {
  /** A page as on a phone: narrow, by touch, in this language. What the page logs as an error fails the test. */
  open(url: string, options?: { locale?: string; javaScriptEnabled?: boolean }): Promise<Page>;
  /** Errors of all pages so far: of scripts, of the content security policy. */
  errors: string[];
  close(): Promise<void>;
}

/** A real Chromium. */
export async function startBrowser(): Promise<PhoneBrowser> {
  const browser: Browser = await chromium.launch({ executablePath, args: quiet });
  const errors: string[] = [];
  return {
    errors,
    async open(url, options = {}) {
      const context = await browser.newContext({
        viewport: { width: 360, height: 740 },
        hasTouch: true,
        isMobile: true,
        deviceScaleFactor: 2,
        locale: 'en-GB',
        ...options,
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.goto(url);
      return page;
    },
    close: () => browser.close(),
  };
}
