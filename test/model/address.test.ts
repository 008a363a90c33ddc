// Addresses are read and written as the library for them does it.

import fc from 'fast-check';
import { Address4, Address6 } from 'ip-address';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addressOf, parseAddress } from '../../src/model/address.ts';

const test = suite('addresses');

const bits4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
// groups of zeros and of one digit are what the short form is about
const group = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: 0n, max: 15n }),
  fc.bigInt({ min: 0n, max: 65535n }),
);
const bits6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => groups.reduce((sum, one) => (sum << 16n) | one, 0n))
  // the others embed an IPv4 address, which the library writes in hexadecimal digits
  .filter((bits) => bits >> 32n > 0xffffn);

test('IPv4', () => {
  fc.assert(
    fc.property(bits4, (bits) => {
      const { text } = addressOf('inet', bits);
      assert.is(text, Address4.fromBigInt(bits).correctForm());
      assert.equal(parseAddress(text), { family: 'inet', bits, text });
    }),
    { numRuns: 500 },
  );
});

test('IPv6', () => {
  fc.assert(
    fc.property(bits6, (bits) => {
      const { text } = addressOf('inet6', bits);
      assert.is(text, Address6.fromBigInt(bits).correctForm());
      assert.equal(parseAddress(text), { family: 'inet6', bits, text });
    }),
    { numRuns: 500 },
  );
});

test('what is no IPv4 address', () => {
  for (const text of [
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.999',
    '01.2.3.4',
    '1.2.3.4 ',
    '1..2.3',
    '-1.2.3.4',
  ])
    assert.is(parseAddress(text), undefined, text);
});

test.run();
