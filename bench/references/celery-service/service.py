"""The API: FastAPI in front of Celery."""
from celery.result import AsyncResult
from fastapi import FastAPI
from pydantic import BaseModel, Field

from tasks import app as celery
from tasks import predict


class Event(BaseModel):
    time: float = Field(ge=0)
    magnitude: float = Field(ge=0)


class Submission(BaseModel):
    events: list[Event] = Field(min_length=2)
    window: float = Field(ge=60)


app = FastAPI()


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/cascades", status_code=202)
def submit(submission: Submission):
    task = predict.delay([event.model_dump() for event in submission.events], submission.window)
    return {"id": task.id}


@app.get("/predictions/{task_id}")
def result(task_id: str):
    found = AsyncResult(task_id, app=celery)
    if found.failed():
        return {"state": "failed"}
    return {"state": "succeeded", "result": found.result} if found.successful() else {"state": "queued"}
