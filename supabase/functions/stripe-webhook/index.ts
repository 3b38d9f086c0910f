// Stripe's webhook: each event of a subscription sets the quota of its user. See docs/plans.md.
//
// Secrets: STRIPE_WEBHOOK_SECRET (whsec_…); STRIPE_TIERS, a JSON object from price ids to tiers, if
// the prices have no metadata.tier. SUPABASE_URL and the server's key are there on Supabase.

const TOLERANCE_SECONDS = 300;
// Until then, checkout.session.completed may still tell whose subscription it is.
const CHECKOUT_SECONDS = 3600;

interface Price {
  id: string;
  lookup_key: string | null;
  metadata?: Record<string, string>;
}

interface Period {
  current_period_start?: number;
  current_period_end?: number;
}

// Until API version 2025-03-31 the period is the subscription's, since then its items'.
interface Subscription extends Period {
  id: string;
  status: string;
  metadata: Record<string, string>;
  items: { data: ({ price: Price } & Period)[] };
}

interface CheckoutSession {
  subscription: string | null;
  client_reference_id: string | null;
  metadata: Record<string, string> | null;
}

interface StripeEvent {
  id: string;
  type: string;
  created: number;
  data: { object: unknown };
}

Deno.serve(async (request) => {
  const body = await request.text();
  if (!(await isSigned(body, request.headers.get("stripe-signature")))) {
    return new Response("the signature is wrong or too old", { status: 400 });
  }
  const event: StripeEvent = JSON.parse(body);
  try {
    if (event.type.startsWith("customer.subscription.")) {
      return await storeSubscription(event, event.data.object as Subscription);
    }
    if (event.type === "checkout.session.completed") {
      return await storeBuyer(event, event.data.object as CheckoutSession);
    }
    return answer(event, "nothing to do");
  } catch (error) {
    // Stripe sends the event again.
    return answer(event, String(error), 503);
  }
});

async function storeSubscription(event: StripeEvent, subscription: Subscription) {
  const userId = subscription.metadata.user_id ?? (await knownUser(subscription.id));
  if (!userId) {
    const isRecent = Date.now() / 1000 - event.created < CHECKOUT_SECONDS;
    return answer(event, `${subscription.id} has no user_id`, isRecent ? 503 : 200);
  }
  const { item, tier } = await bestItem(subscription);
  if (!tier) {
    console.warn(`${event.id}: no price of ${subscription.id} has a tier: the default tier`);
  }
  return await setSubscription(event, {
    user_id: userId,
    subscription_id: subscription.id,
    tier,
    status: subscription.status,
    current_period_start: moment(item?.current_period_start ?? subscription.current_period_start),
    current_period_end: moment(item?.current_period_end ?? subscription.current_period_end),
    event_at: moment(event.created),
  });
}

// Keeps whose subscription it is, for events that do not say so; every one of them is later.
async function storeBuyer(event: StripeEvent, session: CheckoutSession) {
  const userId = session.metadata?.user_id ?? session.client_reference_id;
  if (!session.subscription || !userId) {
    return answer(event, "a checkout without a subscription or a user");
  }
  return await setSubscription(event, {
    user_id: userId,
    subscription_id: session.subscription,
    tier: null,
    status: "incomplete",
    event_at: moment(0),
  });
}

async function setSubscription(event: StripeEvent, row: Record<string, string | null>) {
  const response = await callDatabase("rpc/set_user_subscription", row);
  const says = await response.text();
  if (response.ok) return answer(event, "stored");
  // What the database finds wrong in an event is wrong the next time too: an unknown user, say.
  return answer(event, says, response.status === 400 ? 200 : 503);
}

async function knownUser(subscriptionId: string): Promise<string | undefined> {
  const query = new URLSearchParams({
    select: "user_id",
    subscription_id: `eq.${subscriptionId}`,
  });
  const rows = await readDatabase<{ user_id: string }>(`ai_quota_subscriptions?${query}`);
  return rows[0]?.user_id;
}

// The item with the best tier. A price names its tier in STRIPE_TIERS, in its metadata, or by its
// lookup_key.
async function bestItem({ items }: Subscription) {
  const tiers: Record<string, string> = JSON.parse(Deno.env.get("STRIPE_TIERS") ?? "{}");
  const tierOf = ({ price }: { price: Price }) =>
    tiers[price.id] ?? price.metadata?.tier ?? price.lookup_key;
  const known = await readDatabase<{ tier: string }>(
    "ai_quota_tiers?select=tier&order=sort_order.desc,monthly_token_quota.desc.nullsfirst",
  );
  for (const { tier } of known) {
    const item = items.data.find((one) => tierOf(one) === tier);
    if (item) return { item, tier };
  }
  return { item: items.data[0], tier: null };
}

async function readDatabase<Row>(path: string): Promise<Row[]> {
  const response = await callDatabase(path);
  if (!response.ok) throw new Error(await response.text());
  return await response.json();
}

function callDatabase(path: string, body?: unknown): Promise<Response> {
  const keys = JSON.parse(Deno.env.get("SUPABASE_SECRET_KEYS") ?? "{}");
  const key: string = keys.default ?? Deno.env.get("SUPABASE_SERVICE_ROLE_KEY");
  return fetch(`${Deno.env.get("SUPABASE_URL")}/rest/v1/${path}`, {
    method: body ? "POST" : "GET",
    headers: {
      apikey: key,
      "content-type": "application/json",
      // A key of the new style is no token.
      ...(key.startsWith("sb_") ? {} : { authorization: `Bearer ${key}` }),
    },
    body: body ? JSON.stringify(body) : undefined,
    signal: AbortSignal.timeout(10_000),
  });
}

// Stripe-Signature: t=<seconds>,v1=<hex>, and one v1 more while a secret is being replaced.
async function isSigned(body: string, header: string | null): Promise<boolean> {
  const parts = (header ?? "").split(",").map((part) => part.trim().split("="));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (!(Math.abs(Date.now() / 1000 - Number(time)) <= TOLERANCE_SECONDS)) return false;
  const secret = Deno.env.get("STRIPE_WEBHOOK_SECRET");
  if (!secret) throw new Error("STRIPE_WEBHOOK_SECRET is not set");
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  for (const [name, hex] of parts) {
    if (name !== "v1" || !/^[0-9a-f]{64}$/.test(hex ?? "")) continue;
    const signature = Uint8Array.from(hex.match(/../g)!, (byte) => parseInt(byte, 16));
    const signed = encoder.encode(`${time}.${body}`);
    if (await crypto.subtle.verify("HMAC", key, signature, signed)) return true;
  }
  return false;
}

function moment(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString();
}

function answer(event: StripeEvent, says: string, status = 200): Response {
  const log = status === 200 ? console.log : console.error;
  log(`${event.id} ${event.type}: ${says}`);
  return new Response(says, { status });
}
