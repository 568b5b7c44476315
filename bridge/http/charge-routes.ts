import { z } from 'zod';
import { AmountError, isCurrency, parseAmount } from '../payments/amount';
import type { Charge } from '../payments/types';
import { BridgeError } from '../service';
import type { Bridge, ChargeInput } from '../service';
import { HttpProblem, readAs, readJson } from './problem';
import { LOOK, SERVE, json, knows } from './route';
import type { Answer, Call, DescribedRoute } from './route';
import { CHARGE_STATES, chargeSchema, chargeView } from './view';

const REFERENCE_LIMIT = 64;
const KEY_LIMIT = 255;
const LIST_LIMIT = 500;

const chargeRequestSchema = z
  .strictObject({
    amount: z.string().max(32).meta({ description: 'Digits and a point only.', example: '1250.50' }),
    currency: z.string().max(3).meta({ example: 'NPR' }),
    switch: z.string().max(32).optional().meta({ description: "Default: the first of the device's switches." }),
    reference: z
      .string()
      .min(1)
      .max(REFERENCE_LIMIT)
      .optional()
      .meta({ description: "The shop's own words, a bill number for instance." }),
    expiresInSeconds: z.int().min(30).max(3600).optional(),
  })
  .meta({ id: 'ChargeRequest' });

const presentRequestSchema = z
  .strictObject({
    code: z
      .string()
      .regex(/^[\x20-\x7e]{6,512}$/, 'must be 6 to 512 printable ASCII characters')
      .meta({ description: 'Digits of a wallet, or an EMV payload; handed to the switch as it is.' }),
  })
  .meta({ id: 'PresentedCode' });

const listQuery = z.strictObject({
  device: z.string().max(24).optional(),
  state: z.enum(CHARGE_STATES).optional(),
  limit: z.coerce.number().int().min(1).max(LIST_LIMIT).optional(),
  before: z.string().max(40).optional(),
});

const chargeResponse = { description: 'The charge', schema: chargeSchema };

export function chargeRoutes(bridge: Bridge): DescribedRoute[] {
  return [
    {
      method: 'POST',
      path: '/v1/devices/{device}/charges',
      auth: SERVE,
      summary: 'Ask a payment of a customer: the box shows the QR.',
      headers: [
        {
          name: 'Idempotency-Key',
          description: 'A repeat of the request under the same key answers with the same charge.',
        },
      ],
      request: { description: 'What is to be paid', schema: chargeRequestSchema },
      responses: { 201: { ...chargeResponse, description: 'The charge, made now or by the same request before' } },
      problems: [400, 404, 415, 422, 429, 502, 504],
      handle: (call) => create(bridge, call),
    },
    {
      method: 'GET',
      path: '/v1/charges/{id}',
      auth: LOOK,
      summary: 'Read a charge.',
      responses: { 200: chargeResponse },
      problems: [404],
      handle: async (call) => json(200, chargeView(await own(bridge, call))),
    },
    {
      method: 'POST',
      path: '/v1/charges/{id}/cancel',
      auth: SERVE,
      summary: 'Take the QR away. A payment that still comes is announced as late.',
      responses: { 200: { ...chargeResponse, description: 'The charge is cancelled' } },
      problems: [404, 409],
      handle: async (call) => {
        const { id } = await own(bridge, call);
        return json(200, chargeView(await bridge.cancelCharge(id, call.caller.actor)));
      },
    },
    presentRoute(bridge),
    refundRoute(bridge),
    listRoute(bridge),
  ];
}

function presentRoute(bridge: Bridge): DescribedRoute {
  return {
    method: 'POST',
    path: '/v1/charges/{id}/present',
    auth: SERVE,
    summary: 'Hand in the code that the customer presents, for a charge without a QR. It is kept nowhere.',
    request: { description: 'The code as the scanner reads it', schema: presentRequestSchema },
    responses: { 200: { ...chargeResponse, description: 'The switch has the code; the state says what came of it' } },
    problems: [400, 404, 409, 415, 422, 429, 502, 504],
    handle: async (call) => {
      const { code } = readAs(presentRequestSchema, readJson(call.headers, call.body), 'body');
      const { id } = await own(bridge, call);
      return json(200, chargeView(await bridge.presentCode(id, code, call.caller.actor)));
    },
  };
}

function refundRoute(bridge: Bridge): DescribedRoute {
  return {
    method: 'POST',
    path: '/v1/charges/{id}/refund',
    auth: SERVE,
    summary: 'Have the switch give the whole payment back. The charge is reversed when the switch has confirmed it.',
    headers: [{ name: 'Idempotency-Key', description: 'Stands for this refund; a charge is given back once anyway.' }],
    responses: {
      200: { ...chargeResponse, description: 'The switch has taken it; the state says whether it is done' },
    },
    problems: [400, 404, 409, 422, 429, 501, 502, 504],
    handle: async (call) => {
      const { id, device } = await own(bridge, call);
      return json(200, chargeView(await bridge.refundCharge(id, keyOf(call, device), call.caller.actor)));
    },
  };
}

function listRoute(bridge: Bridge): DescribedRoute {
  return {
    method: 'GET',
    path: '/v1/charges',
    auth: LOOK,
    summary: 'List charges, newest first. A shop with several boxes names one.',
    query: [
      { name: 'device', description: 'Only of this device', schema: z.string() },
      { name: 'state', description: 'Only in this state', schema: z.enum(CHARGE_STATES) },
      { name: 'limit', description: 'At most so many; 100 unless given', schema: z.int().min(1).max(LIST_LIMIT) },
      { name: 'before', description: 'Only those made before the charge with this id', schema: z.string() },
    ],
    responses: {
      200: {
        description: 'Charges',
        name: 'Charges',
        schema: z.strictObject({ charges: z.array(chargeSchema) }).meta({ id: 'Charges' }),
      },
    },
    problems: [422],
    handle: async ({ query, caller }) => {
      const asked = readAs(listQuery, Object.fromEntries(query), 'query');
      const device = asked.device ?? (caller.devices?.length === 1 ? caller.devices[0] : undefined);
      if (caller.devices !== undefined && device === undefined)
        throw fault('device', `name one of ${caller.devices.join(', ')}.`);
      if (device !== undefined && !knows(caller, device))
        throw new HttpProblem(404, 'not-found', `There is no device ${device}.`);
      const filter = { ...asked, ...(device !== undefined && { device }) };
      return json(200, { charges: (await bridge.charges(filter)).map(chargeView) });
    },
  };
}

/** The charge of the path. One of another shop is as little there as one that never was. */
async function own(bridge: Bridge, { params, caller }: Call): Promise<Charge> {
  const charge = await bridge.charge(params['id']!);
  if (charge === undefined || !knows(caller, charge.device))
    throw new HttpProblem(404, 'not-found', `There is no charge ${params['id']}.`);
  return charge;
}

/** A repeat under the same key gets the answer that the first request got (the draft below, section 2.6). */
async function create(bridge: Bridge, call: Call): Promise<Answer> {
  try {
    const charge = await bridge.createCharge(inputOf(call));
    return json(201, chargeView(charge), { location: `/v1/charges/${charge.id}` });
  } catch (error) {
    // draft-ietf-httpapi-idempotency-key-header section 2.7: another request under a used key is 422.
    if (error instanceof BridgeError && error.code === 'conflict')
      throw new HttpProblem(422, 'idempotency-key-reused', error.message);
    throw error;
  }
}

function inputOf(call: Call): ChargeInput {
  const asked = readAs(chargeRequestSchema, readJson(call.headers, call.body), 'body');
  const { currency } = asked;
  if (!isCurrency(currency)) throw fault('currency', `${currency} is not a currency that boxes know.`);
  try {
    const amountMinor = parseAmount(asked.amount, currency);
    const { reference, expiresInSeconds } = asked;
    const device = call.params['device']!;
    return {
      by: call.caller.actor,
      device,
      amountMinor,
      currency,
      switch: asked.switch,
      reference,
      expiresInSeconds,
      idempotencyKey: keyOf(call, device),
    };
  } catch (error) {
    if (error instanceof AmountError) throw fault('amount', error.message);
    throw error;
  }
}

function keyOf(call: Call, device: string): string | undefined {
  const key = call.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key) || key.length > KEY_LIMIT) {
    throw new HttpProblem(
      400,
      'malformed-idempotency-key',
      `Idempotency-Key: 1 to ${KEY_LIMIT} printable characters without blanks.`,
    );
  }
  // Two shops may count their bills alike; and boxes have keys of their own in the same store.
  return `api:${device}:${key}`;
}

function fault(path: string, detail: string): HttpProblem {
  return new HttpProblem(422, 'invalid', detail, {}, [{ path, detail }]);
}
