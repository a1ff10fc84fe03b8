-- The table that the sink of predictions-to-postgres.json writes, and the view to read. Run this file once in the database.

-- One row for each message of groundswell.predictions. The key is its position in Kafka, so that a repeated write is harmless.
create table groundswell_prediction_messages (
  __connect_topic text not null,
  __connect_partition integer not null,
  __connect_offset bigint not null,
  message text not null,
  primary key (__connect_topic, __connect_partition, __connect_offset)
);

-- Delivery is at least once: the view uses the first message of an event.
create index on groundswell_prediction_messages ((message::jsonb ->> 'id'));

create view groundswell_predictions as
  select distinct on (event ->> 'id')
    data ->> 'id' as id,
    data ->> 'predictor' as predictor,
    data ->> 'subject' as subject,
    data ->> 'slice' as slice,
    data ->> 'state' as state,
    (data ->> 'generation')::integer as generation,
    (data ->> 'attempts')::integer as attempts,
    (data ->> 'createdAt')::timestamptz as created_at,
    (data ->> 'finishedAt')::timestamptz as finished_at,
    nullif(data -> 'extra', 'null') as extra,
    data ->> 'timedBy' as timed_by,
    (data ->> 'requestedModel')::integer as requested_model,
    (data ->> 'modelVersion')::integer as model_version,
    data ->> 'modelChecksum' as model_checksum,
    nullif(data -> 'output', 'null') as output,
    nullif(data -> 'error', 'null') as error,
    event ->> 'id' as event_id
  from groundswell_prediction_messages
    cross join lateral (select message::jsonb as event) as parsed
    cross join lateral (select event -> 'data' as data) as inner_data
  order by event ->> 'id', __connect_offset;
