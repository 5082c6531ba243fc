/* house.mjs - a real server with the sample village, and browsers in which somebody is logged in.
 *
 * The folder is made once for each build of the program and copied for each house, so that a house
 * opens in a second and what is done in one is not seen in another. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const VILLAGE = '330109102201';
const SAMPLE = join(ROOT, 'tests/data/foshan');
export const SIZES = {
  phone: { width: 360, height: 780 },
  desk: { width: 1280, height: 800 },
  wall: { width: 1920, height: 1080 },
};

function program() {
  return process.env.SANBAO ?? join(ROOT, 'build/sanbao');
}

function run(data, ...words) {
  return execFileSync(program(), ['--data', data, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/* The sample, imported; made anew when the program is newer. */
function sampleFolder() {
  const made = join(ROOT, 'build/e2e/sample');
  const newer = existsSync(made) && statSync(made).mtimeMs > statSync(program()).mtimeMs;
  if (!newer) {
    mkdirSync(dirname(made), { recursive: true });
    const part = mkdtempSync(made + '.');
    run(join(part, 'data'), 'init');
    run(join(part, 'data'), 'import', SAMPLE);
    rmSync(made, { recursive: true, force: true });
    renameSync(part, made);
  }
  return join(made, 'data');
}

export class House {
  constructor() {
    this.scratch = mkdtempSync(join(tmpdir(), 'sanbao-e2e-'));
    this.data = join(this.scratch, 'data');
    cpSync(sampleFolder(), this.data, { recursive: true });
    this.tokens = {};
    this.faults = []; // what a browser complained of, whoever used it
  }

  /* Tokens for people of the sample, by number; only while the server is not up. */
  grant(...numbers) {
    for (const number of numbers) {
      this.tokens[number] ??= run(
        this.data, 'access', number, '--village', VILLAGE, '--session').trim();
    }
    return this;
  }

  async start(...settings) {
    const words = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port ?? 0}`];
    this.server = spawn(program(), [...words, ...settings], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise((resolve) => this.server.stdout.once('data', resolve));
    this.port = Number(/\d{2,5}/.exec(String(line))[0]);
    this.url = `http://127.0.0.1:${this.port}`;
    return this;
  }

  async stop(signal = 'SIGTERM') {
    if (this.server === undefined) return;
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill(signal);
    this.server = undefined;
    await ended;
  }

  /* A browser's window in which that person is logged in (none: a stranger). */
  async window(number, { size = SIZES.desk, lang = 'zh-CN', reduced = true } = {}) {
    this.browser ??= await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none',
        ...(process.env.CHROMIUM_ARGS?.split(' ') ?? [])],
    });
    const context = await this.browser.newContext({
      viewport: size,
      locale: lang,
      timezoneId: 'Asia/Shanghai',
      reducedMotion: reduced ? 'reduce' : 'no-preference',
    });
    if (number !== undefined) {
      await context.addCookies([
        { name: 'sanbao', value: this.tokens[number], url: this.url, httpOnly: true },
      ]);
    }
    const page = await context.newPage();
    this.watch(page);
    return page;
  }

  /* Errors, refused content and requests to other hosts are faults of the page. */
  watch(page) {
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      // A refusal that the page shows is no fault of it; Chromium prints it all the same.
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) {
        this.faults.push(`${page.url()}: ${text}`);
      }
    });
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith('http') && host !== `127.0.0.1:${this.port}`) {
        this.faults.push(`${page.url()}: asks ${request.url()}`);
      }
    });
  }

  call(number, method, path, body, headers = {}) {
    return fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.tokens[number]}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async close() {
    await this.browser?.close();
    await this.stop();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}
