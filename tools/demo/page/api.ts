// What the page asks for. Every failure comes back as a sentence for the person in front of it.

const TOKEN = 'demo';

interface Problem {
  title?: string;
  detail?: string;
}

async function post(path: string, body: unknown = undefined): Promise<unknown> {
  const headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const answer = await fetch(path, { method: 'POST', headers, body: body === undefined ? null : JSON.stringify(body) });
  const value = (await answer.json()) as unknown;
  if (answer.ok) return value;
  const { detail, title } = value as Problem;
  throw new Error(detail ?? title ?? `HTTP ${answer.status}`);
}

export const api = {
  charge: (device: string, asked: { amount: string; currency: string; switch: string }) =>
    post(`/v1/devices/${device}/charges`, asked),
  cancel: (id: string) => post(`/v1/charges/${id}/cancel`),
  refund: (id: string) => post(`/v1/charges/${id}/refund`),
  customer: (id: string, deed: string, charge?: string) => post(`/demo/switches/${id}/${deed}`, { charge }),
  box: (device: string, what: string) => post(`/demo/devices/${device}/${what}`),
  scan: (device: string, code: string) => post(`/demo/devices/${device}/scan`, { code }),
  story: (id: string) => post(`/demo/stories/${id}`),
  read: () => post('/demo/phone/read') as Promise<{ text: string | null; charge: string | null }>,
};
