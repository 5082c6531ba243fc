/* stream.ts - server-sent events over fetch, since a page cannot tell an EventSource its language. */
import { lang } from './say';

export interface Told { kind: string; data: string }

/* Takes bytes as they come and gives whole events; what is not whole yet is kept. */
export function eventParser(each: (told: Told) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    rest += text;
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const lines = rest.slice(0, end).split('\n');
      rest = rest.slice(end + 2);
      const field = (name: string) =>
        lines.filter((line) => line.startsWith(name + ': ')).map((line) => line.slice(name.length + 2));
      const data = field('data');
      if (data.length > 0) each({ kind: field('event')[0] ?? 'message', data: data.join('\n') });
    }
  };
}

/* Reads until the line is cut; the server says something every 15 s, so silence is a cut too. */
export async function listen(
  path: string, opened: () => void, each: (told: Told) => void, signal: AbortSignal,
): Promise<number> {
  const SILENCE_MS = 40_000;
  const own = new AbortController();
  const end = () => own.abort();
  let timer = setTimeout(end, SILENCE_MS);
  signal.addEventListener('abort', end);
  try {
    const answer = await fetch(path, {
      headers: { Accept: 'text/event-stream', 'Accept-Language': lang.value === 'zh' ? 'zh-CN' : 'en' },
      cache: 'no-store',
      signal: own.signal,
    });
    if (!answer.ok || answer.body === null) return answer.status;
    opened();
    const take = eventParser(each);
    const decoder = new TextDecoder();
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 0;
      clearTimeout(timer);
      timer = setTimeout(end, SILENCE_MS);
      take(decoder.decode(value, { stream: true }));
    }
  } catch {
    return 0;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
