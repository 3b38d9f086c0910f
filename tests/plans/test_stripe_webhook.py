"""Stripe's webhook in Deno, on the real stack: recorded events in, rows and tiers out."""

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

import pytest
from api.callers import Stack
from plans.conftest import WEBHOOK
from plans.stripe import NOW, TIER_AFTER, TIERS, Buyer, Webhook, shifted, signed

Event = dict[str, Any]


def price(event: Event) -> Any:
    """The price of an event's subscription."""
    return event["data"]["object"]["items"]["data"][0]["price"]


def without_user(event: Event) -> Event:
    """The event of a subscription that does not say whose it is."""
    event["data"]["object"]["metadata"] = {}
    return event


# Order


@pytest.mark.parametrize(("length", "tier"), TIER_AFTER.items())
def test_recorded_events_give_the_tier_of_the_latest(
    buyer: Buyer, webhook: Webhook, length: int, tier: str
) -> None:
    answers = [webhook.deliver(event).status_code for event in buyer.history(length)]

    assert set(answers) == {200}
    assert buyer.tier() == tier


@pytest.mark.parametrize("length", TIER_AFTER)
def test_events_shuffled_doubled_and_late_give_the_same_rows(
    new_buyer: Callable[[], Buyer], webhook: Webhook, length: int
) -> None:
    chance = Random(length)  # noqa: S311
    in_order, *others = [new_buyer() for _ in range(6)]
    expected = in_order.after(webhook, in_order.history(length))

    outcomes = {
        one.after(webhook, chance.sample(one.history(length) * 2, 2 * length)) for one in others
    }

    assert outcomes == {expected}


def test_an_event_that_comes_a_day_late_changes_nothing(buyer: Buyer, webhook: Webhook) -> None:
    *earlier, latest = buyer.history(3)
    expected = buyer.after(webhook, [*earlier, latest])

    assert buyer.after(webhook, earlier) == expected


def test_the_paid_period_is_that_of_the_item(buyer: Buyer, webhook: Webhook) -> None:
    event = buyer.history(3)[-1]
    item = event["data"]["object"]["items"]["data"][0]

    webhook.deliver(event)

    row = buyer.row()
    stored = [datetime.fromisoformat(row[f"current_period_{name}"]) for name in ("start", "end")]
    assert [moment.timestamp() for moment in stored] == [
        item["current_period_start"],
        item["current_period_end"],
    ]
    assert datetime.fromisoformat(row["event_at"]).timestamp() == event["created"] == NOW - 60


def test_the_paid_period_of_older_api_versions_is_that_of_the_subscription(
    buyer: Buyer, webhook: Webhook
) -> None:
    event = buyer.event("older_api")

    webhook.deliver(event)

    end = datetime.fromisoformat(buyer.row()["current_period_end"]).timestamp()
    assert end == event["data"]["object"]["current_period_end"]
    assert buyer.tier() == "pro"


# Whose subscription


@pytest.mark.parametrize("place", [0, 1, 3])
def test_checkout_tells_whose_subscription_it_is_whenever_it_comes(
    buyer: Buyer, webhook: Webhook, place: int
) -> None:
    events = [without_user(event) for event in buyer.history(3)]
    recent = [{**event, "created": NOW - 10 + n} for n, event in enumerate(events)]

    outcome = buyer.after(webhook, [*recent[:place], buyer.event("checkout"), *recent[place:]])

    assert outcome[-1] == "pro"


def test_checkout_takes_the_user_of_its_metadata_first(
    buyer: Buyer, new_buyer: Callable[[], Buyer], webhook: Webhook
) -> None:
    event = buyer.event("checkout")
    event["data"]["object"].update(
        metadata={"user_id": buyer.user_id}, client_reference_id=new_buyer().user_id
    )

    webhook.deliver(event)

    assert buyer.row()["user_id"] == buyer.user_id


def test_checkout_after_the_first_payment_takes_nothing_away(
    buyer: Buyer, webhook: Webhook
) -> None:
    expected = buyer.after(webhook, buyer.history(2))

    assert buyer.after(webhook, [buyer.event("checkout")]) == expected


def test_a_new_subscription_of_nobody_is_asked_for_again(buyer: Buyer, webhook: Webhook) -> None:
    answer = webhook.deliver(without_user(buyer.history(1)[0]))

    assert answer.status_code == 503


def test_an_old_subscription_of_nobody_is_logged_and_done_with(
    buyer: Buyer, webhook: Webhook
) -> None:
    event = without_user(shifted(buyer.history(1)[0], ago=3_601))

    answer = webhook.deliver(event)

    assert answer.status_code == 200
    assert f"{buyer.subscription_id} has no user_id" in webhook.said()


@pytest.mark.parametrize("user_id", ["00000000-0000-4000-8000-000000000000", "user_4711"])
def test_an_unknown_user_is_logged_and_done_with(
    buyer: Buyer, webhook: Webhook, user_id: str
) -> None:
    event = buyer.history(1)[0]
    event["data"]["object"]["metadata"] = {"user_id": user_id}

    answer = webhook.deliver(event)

    assert answer.status_code == 200
    assert user_id in webhook.said()


# Which tier


def test_an_unknown_price_warns_and_gives_the_default_tier(buyer: Buyer, webhook: Webhook) -> None:
    event = buyer.history(1)[0]
    price(event)["id"] = "price_unknown"

    answer = webhook.deliver(event)

    assert (answer.status_code, buyer.tier()) == (200, "free")
    assert f"no price of {buyer.subscription_id} has a tier" in webhook.said()


def test_a_change_to_an_unknown_price_ends_the_old_tier(buyer: Buyer, webhook: Webhook) -> None:
    *paid, upgrade = buyer.history(3)
    price(upgrade)["id"] = "price_unknown"

    webhook.insist([*paid, upgrade])

    assert buyer.tier() == "free"


@pytest.mark.parametrize(
    "named", [{"metadata": {"tier": "enterprise"}}, {"lookup_key": "enterprise"}]
)
def test_a_price_may_name_its_tier_itself(
    buyer: Buyer, webhook: Webhook, named: dict[str, Any]
) -> None:
    event = buyer.history(1)[0]
    price(event).update(id="price_unknown", **named)

    webhook.deliver(event)

    assert buyer.tier() == "enterprise"


def test_of_several_items_the_best_tier_counts(buyer: Buyer, webhook: Webhook) -> None:
    event = buyer.history(1)[0]
    items = event["data"]["object"]["items"]["data"]
    best = {**items[0], "price": {**price(event), "id": "price_1SQpro"}}
    best["current_period_end"] += 60
    items.append(best)

    webhook.deliver(event)

    end = datetime.fromisoformat(buyer.row()["current_period_end"]).timestamp()
    assert (buyer.tier(), end) == ("pro", best["current_period_end"])


# Who may send, and what is answered


@pytest.mark.parametrize(
    "signing",
    [{"secret": "whsec_of_somebody_else"}, {"age": 301}, {"age": -301}],
)
def test_a_wrong_signature_is_refused(
    buyer: Buyer, webhook: Webhook, signing: dict[str, Any]
) -> None:
    answer = webhook.deliver(buyer.history(1)[0], **signing)

    assert answer.status_code == 400
    assert buyer.service.rows("ai_quota_subscriptions", user_id=buyer.user_id) == []


@pytest.mark.parametrize("header", ["", "t=,v1=", "v1=00", "t={now}", "t={now},v1=zz", "t,v1"])
def test_no_signature_is_refused(buyer: Buyer, webhook: Webhook, header: str) -> None:
    answer = webhook.http.post(
        "/",
        content=json.dumps(buyer.history(1)[0]),
        headers={"Stripe-Signature": header.format(now=NOW)},
    )

    assert answer.status_code == 400
    assert buyer.service.rows("ai_quota_subscriptions", user_id=buyer.user_id) == []


def test_a_body_that_was_changed_after_signing_is_refused(buyer: Buyer, webhook: Webhook) -> None:
    body = json.dumps(buyer.history(1)[0])

    answer = webhook.http.post("/", content=body.replace("basic", "pro"), headers=signed(body))

    assert answer.status_code == 400


def test_one_of_two_signatures_is_enough_while_a_secret_is_replaced(
    buyer: Buyer, webhook: Webhook
) -> None:
    answer = webhook.deliver(buyer.history(1)[0], also=f"v1={'0' * 64},")

    assert answer.status_code == 200


def test_the_body_is_signed_as_it_came(buyer: Buyer, webhook: Webhook) -> None:
    body = json.dumps(buyer.history(1)[0], indent=3).replace("per_unit", "pér_unit")

    answer = webhook.http.post("/", content=body.encode(), headers=signed(body))

    assert answer.status_code == 200


def test_other_events_are_done_with(webhook: Webhook) -> None:
    event = {"id": "evt_1", "type": "invoice.paid", "created": NOW, "data": {"object": {}}}

    assert webhook.deliver(event).status_code == 200


@pytest.mark.parametrize(
    "broken",
    [
        {"SUPABASE_URL": "http://127.0.0.1:9"},
        {"SUPABASE_SERVICE_ROLE_KEY": "no key"},
        {"STRIPE_TIERS": "no JSON"},
    ],
)
def test_what_the_server_does_wrong_is_sent_again(
    buyer: Buyer, serve: Callable[..., Webhook], broken: dict[str, str]
) -> None:
    webhook = serve(**broken)

    assert webhook.deliver(buyer.history(1)[0]).status_code == 503


def test_a_write_that_the_database_refuses_is_sent_again(
    buyer: Buyer, serve: Callable[..., Webhook]
) -> None:
    webhook = serve(SUPABASE_SERVICE_ROLE_KEY="no key")

    assert webhook.deliver(buyer.event("checkout")).status_code == 503


def test_without_a_secret_nothing_is_accepted(buyer: Buyer, serve: Callable[..., Webhook]) -> None:
    webhook = serve(STRIPE_WEBHOOK_SECRET="")

    answer = webhook.deliver(buyer.history(1)[0], secret="")

    assert answer.status_code == 500
    assert buyer.service.rows("ai_quota_subscriptions", user_id=buyer.user_id) == []


def test_a_key_of_the_new_style_is_taken_too(
    buyer: Buyer, serve: Callable[..., Webhook], stack: Stack
) -> None:
    webhook = serve(SUPABASE_SECRET_KEYS=json.dumps({"default": stack.secret_key}))

    webhook.deliver(buyer.history(1)[0])

    assert buyer.tier() == TIERS["price_1SQbasic"]


@pytest.mark.parametrize("command", [["check"], ["lint"], ["fmt", "--check", "--line-width=100"]])
def test_the_function_is_clean(deno: Any, command: list[str]) -> None:
    process = deno(*command, WEBHOOK, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = process.communicate(timeout=120)

    assert process.returncode == 0, said
