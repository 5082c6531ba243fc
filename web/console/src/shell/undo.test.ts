import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hold, takeBack, undo } from './undo';

describe('an act waits ten seconds', () => {
  beforeEach(() => vi.useFakeTimers());

  it('is not sent before', async () => {
    const send = vi.fn(async () => undefined);
    hold({ words: 'a', send });
    await vi.advanceTimersByTimeAsync(9900);
    expect(send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(send).toHaveBeenCalledTimes(1);
    expect(undo.state).toBe('sent');
  });

  it('is never sent where it was undone', async () => {
    const send = vi.fn(async () => undefined);
    hold({ words: 'a', send });
    takeBack();
    await vi.advanceTimersByTimeAsync(20000);
    expect(send).not.toHaveBeenCalled();
    expect(undo.state).toBe('undone');
  });

  it('is sent when the next one begins to wait', async () => {
    const first = vi.fn(async () => undefined);
    hold({ words: 'a', send: first });
    hold({ words: 'b', send: async () => undefined });
    await vi.advanceTimersByTimeAsync(0);
    expect(first).toHaveBeenCalledTimes(1);
    expect([undo.state, undo.words]).toEqual(['waiting', 'b']);
    takeBack();
  });

  it('shows what stood in its way until it is closed', async () => {
    hold({ words: 'a', send: async () => Promise.reject(new Error('no')) });
    await vi.advanceTimersByTimeAsync(60000);
    expect([undo.state, undo.words]).toEqual(['failed', 'a']);
  });
});
