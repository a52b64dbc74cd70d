import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import PacketCard from '../src/components/PacketCard.vue';
import type { Packet } from '../src/wire';
import { bench, button, mount, until, unmountAll, type Bench } from './kit';

let b: Bench;
let packet: Packet;
beforeEach(() => {
  b = bench();
  packet = b.state.conversations[0].case.packet;
});
afterEach(unmountAll);

function show(over: Partial<Packet> = {}, props: Record<string, unknown> = {}) {
  const onGoto = vi.fn();
  const onInsert = vi.fn();
  const { host } = mount(PacketCard, b, { packet: { ...packet, ...over }, onGoto, onInsert, ...props });
  return { host, onGoto, onInsert, parts: () => [...host.querySelectorAll<HTMLElement>('[data-part]')].map((el) => el.dataset.part) };
}

describe('the packet', () => {
  it('stands in the order in which agents act', () => {
    const { host, parts } = show();
    expect(parts()).toEqual(['goal', 'order', 'tried', 'missing', 'risks', 'next', 'evidence']);
    const text = host.textContent!;
    expect(text.indexOf('Late delivery')).toBeLessThan(text.indexOf('Upset customer'));
    expect(text.indexOf('Upset customer')).toBeLessThan(text.indexOf('Meine Lampe'));
  });

  it('leads from every fact to its message', () => {
    const { host, onGoto } = show({ facts: [{ key: 'date', value: 'Montag', evidence: { message: 1 }, provenance: 'said' }] });
    button('Show message 5').click(); // the trigger
    expect(onGoto).toHaveBeenLastCalledWith(5);
    const fact = host.querySelector<HTMLButtonElement>('[data-part="order"] button')!;
    expect(fact.textContent).toBe('#1');
    fact.click();
    expect(onGoto).toHaveBeenLastCalledWith(1);
    expect(host.querySelectorAll('[data-part="tried"] button')).toHaveLength(2);
    expect(host.querySelector('[data-part="risks"] a')?.getAttribute('href')).toContain('/knowledge/a-2');
  });

  it('says an order number once, with its evidence beside the order', () => {
    const { host } = show();
    const order = host.querySelector('[data-part="order"]')!;
    expect(order.textContent!.match(/10482/g)).toHaveLength(1);
    expect(order.querySelector('button')?.textContent).toBe('#1');
  });

  it('names what was ordered, and how often', () => {
    const { host } = show();
    const items = [...host.querySelectorAll('[data-part="order"] .items bdi')].map((el) => el.textContent);
    expect(items).toEqual(['Stehlampe Nordlicht', '2 × LED-Leuchtmittel E27']);
  });

  it('puts the suggested reply into the composer', () => {
    const { onInsert } = show();
    button('Insert reply').click();
    expect(onInsert).toHaveBeenCalledWith(packet.suggested.reply);
  });

  it('shows what is missing as missing, and leaves out what is not there', () => {
    const { host, parts } = show({
      orders: null, facts: null, tried: null, missing: ['order_number'], bot_promises: null, risk: null, open_questions: null, previous_cases: null,
      suggested: { next_step: 'Ask for the order number', priority: 10 },
    });
    expect(parts()).toEqual(['goal', 'missing', 'risks', 'next', 'evidence']);
    expect(host.querySelector('[data-part="missing"]')?.textContent).toContain('Order number');
    expect(() => button('Insert reply')).toThrow();
  });

  it('folds to what is needed at a glance', async () => {
    const { parts } = show({}, { folded: true });
    expect(parts()).toEqual(['goal', 'next']);
    button('Show the whole summary').click();
    await until(() => parts().length === 7);
  });

  it('is text, whatever a shopper wrote', () => {
    const { host } = show({ customer_goal: '<img src=x onerror=alert(1)>', headline: '<b>x</b>' });
    expect(host.querySelector('img,b')).toBeNull();
    expect(host.textContent).toContain('<img src=x');
  });
});
