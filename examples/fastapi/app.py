"""Streams a model's answers to signed-in users, within their quotas."""

import logging
import os
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
from fastapi import Body, Depends, FastAPI, Header, HTTPException, Request
from fastapi.responses import JSONResponse, StreamingResponse
from openai import APIError, AsyncOpenAI

from ai_token_quotas.client import (
    AsyncTokenService,
    QuotaDeniedError,
    TokenServiceError,
    bound_prompt,
)

URL, KEY = os.environ["SUPABASE_URL"], os.environ["SUPABASE_SECRET_KEY"]
LONGEST = 1000
log = logging.getLogger(__name__)

app = FastAPI()
openai = AsyncOpenAI(max_retries=0)  # reads OPENAI_API_KEY and OPENAI_BASE_URL
quotas = AsyncTokenService(URL, KEY)


@quotas.with_quota(max_tokens=lambda user_id, messages: bound_prompt(messages) + LONGEST)
async def ask(user_id: str, messages: list[Any]) -> Any:
    return await openai.chat.completions.create(
        model="gpt-5.4-mini",
        messages=messages,
        max_completion_tokens=LONGEST,
        stream=True,
        stream_options={"include_usage": True},
    )


@app.exception_handler(QuotaDeniedError)
async def denied(_: Request, error: QuotaDeniedError) -> JSONResponse:
    wait = {"Retry-After": str(error.retry_after)} if error.retry_after else None
    told = {"error": str(error), "upgrade_tier": error.upgrade_tier}
    return JSONResponse(told, error.status, wait)


@app.exception_handler(TokenServiceError)
@app.exception_handler(APIError)
async def unavailable(_: Request, error: Exception) -> JSONResponse:
    log.error("%r", error)
    return JSONResponse({"error": "No answer is available now. Try again."}, 503)


async def signed_in(authorization: Annotated[str, Header()] = "") -> str:
    headers = {"apikey": KEY, "Authorization": authorization}
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{URL}/auth/v1/user", headers=headers)
    if answer.status_code != 200:
        raise HTTPException(401, "Sign in to use this feature.")
    user_id: str = answer.json()["id"]
    return user_id


async def text_of(stream: Any) -> AsyncIterator[str]:
    async for chunk in stream:
        for choice in chunk.choices:
            yield choice.delta.content or ""


@app.post("/ask")
async def answer(
    question: Annotated[str, Body(embed=True)], user_id: Annotated[str, Depends(signed_in)]
) -> StreamingResponse:
    stream = await ask(user_id, [{"role": "user", "content": question}])
    return StreamingResponse(text_of(stream), media_type="text/plain; charset=utf-8")
