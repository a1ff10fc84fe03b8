// Generated from openapi.yaml by `npm run generate`.

export interface paths {
    readonly "/cascades": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The cascades the stream watches
         * @description `predicted`: those with a forecast, the largest expected size first, one page (the live top). `updated`: what changed
         *     last first. Figures may be seconds behind while very many cascades grow at once; `GET /cascades/{cascadeId}` never is.
         *     Cascades that were only submitted (`POST /cascades`) are not watched and not listed.
         */
        readonly get: operations["listCascades"];
        readonly put?: never;
        /**
         * Ask for the final size of a cascade
         * @description The observation is every event with `time` <= `windowSeconds`; later events are ignored and counted as `ignoredEvents`.
         *     Accepted means stored: the answer is sent after the commit. With `Prefer: wait=n` the answer is the prediction
         *     itself (200) when it ends within n seconds.
         *
         *     A table may be sent in place of JSON (`text/csv`, `text/tab-separated-values`, also gzipped). Its delimiter, its
         *     columns, the unit of its times and their order are found; `notes` in the answer say how it was read. What is
         *     ambiguous is refused: `field` names the parameter that answers the question. Everything else that a JSON body
         *     states is a parameter too. With a JSON body these parameters are refused.
         */
        readonly post: operations["submitCascade"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/cascades/batch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask for many cascades, one a line
         * @description Newline-delimited JSON: each line is the body of a `POST /cascades` and is answered by one line, in order, while
         *     the request is still being sent. A line that is refused does not touch the others; an empty line is skipped.
         */
        readonly post: operations["submitCascadeBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/cascades/{cascadeId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One watched cascade, its events and its forecasts
         * @description Its figures are those of the collector's last checkpoint, some seconds old at most.
         */
        readonly get: operations["getCascade"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Forget a cascade
         * @description Deletes its predictions in whatever state, with their inputs, its outcome, its samples, its scores, its alerts and
         *     its events; events still to come are dropped and counted. Model versions that learned from it stay as they are.
         */
        readonly delete: operations["deleteCascade"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/cascades/{cascadeId}/outcome": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The final size as last reported */
        readonly get: operations["getCascadeOutcome"];
        /**
         * Report the true final size
         * @description What the trainer learns from and what the accuracy of each version is measured by. May be reported again: the
         *     last report counts and `revision` grows.
         */
        readonly put: operations["putCascadeOutcome"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The predictors and what they take and give */
        readonly get: operations["listPredictors"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One predictor, and what it takes and gives */
        readonly get: operations["getPredictor"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/predictions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Predictions of a predictor, newest first */
        readonly get: operations["listPredictorPredictions"];
        readonly put?: never;
        /**
         * Ask a predictor
         * @description Accepted means stored: the answer is sent after the commit. With `Prefer: wait=n` the answer is the prediction
         *     itself (200) when it ends within n seconds.
         */
        readonly post: operations["submitToPredictor"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/predictions/batch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask a predictor many times, once a line
         * @description Newline-delimited JSON: each line is the body of a `POST /predictors/{predictor}/predictions` and is answered by one
         *     line, in order, while the request is still being sent. A line that is refused does not touch the others; an empty
         *     line is skipped.
         */
        readonly post: operations["submitBatchToPredictor"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Versions, newest first */
        readonly get: operations["listPredictorModels"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/latest": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The version that serves
         * @description As `GET /models/latest`, of any predictor.
         */
        readonly get: operations["getPredictorServingModel"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Every promotion, rollback, tag and note, newest first */
        readonly get: operations["listPredictorModelHistory"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/changelog": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What changed from version to version, newest first
         * @description For each version what changed in data, parameters and code against its parent, its losses by slice beside its parent's,
         *     what the gate said, and who promoted, declined or rolled it back, when and why. `unknown` says what cannot be said of a
         *     version: one that was published without a training run, or whose artefact was deleted.
         */
        readonly get: operations["listModelChangelog"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/serving": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What served at a time */
        readonly get: operations["getPredictorModelServingAt"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/compare": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Two versions' metrics side by side */
        readonly get: operations["comparePredictorModels"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/accuracy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How each version did on what ended later
         * @description The loss (cascade-size, absolute relative error) of each served version, and of no version, on later outcomes. A version
         *     is not measured on cascades that it was trained on.
         */
        readonly get: operations["listPredictorModelAccuracy"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/rollback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Go back to an earlier version
         * @description As `POST /models/rollback`, of any predictor.
         */
        readonly post: operations["rollbackPredictorModel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/garbage-collection": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Delete the artefacts of old versions
         * @description Keeps what serves, the last ones that served, the newest and every tagged one. Manifests and history stay. A dry
         *     run unless `dryRun` is false.
         */
        readonly post: operations["collectPredictorModels"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/{version}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One version's manifest */
        readonly get: operations["getPredictorModel"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/{version}/artefact": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One version's bytes */
        readonly get: operations["getPredictorModelArtefact"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/{version}/promote": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Let a version serve
         * @description Promotion by hand, whatever the gate said: the reason and the actor are kept in the history. The version must
         *     exist and load; every worker thread swaps within a second.
         */
        readonly post: operations["promotePredictorModel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/{version}/tags/{tag}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Tag a version
         * @description A tagged version is never garbage.
         */
        readonly put: operations["tagPredictorModel"];
        readonly post?: never;
        /** Take a tag off a version */
        readonly delete: operations["untagPredictorModel"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/models/{version}/notes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Write a note beside a version */
        readonly post: operations["notePredictorModel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/training": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Training runs, newest first
         * @description Why each began, what it measured, why its version was promoted, declined or postponed.
         */
        readonly get: operations["listPredictorTrainingRuns"];
        readonly put?: never;
        /**
         * Ask for a training run now
         * @description Stored, then claimed by a trainer. `override` promotes the version even when it does not pass the gate, and takes
         *     a reason that the history keeps.
         */
        readonly post: operations["startPredictorTraining"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/outcomes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Outcomes of a predictor, by subject and id
         * @description Those that were withdrawn are not listed.
         */
        readonly get: operations["listOutcomes"];
        readonly put?: never;
        /**
         * Report outcomes of a predictor whose subjects have many
         * @description One outcome as JSON, or one a line (`application/x-ndjson`), answered line by line in order. Each outcome has an `id`
         *     of its own within its subject, made where none is given. The same id with the same value changes nothing; with
         *     another value it is a new revision. An outcome that does not keep to the predictor's schema is refused
         *     (`invalid-field`), and so is one that contradicts what was asked of its subject (`outcome-contradicts-input`) and one
         *     of a subject of which no prediction is kept (`not-found`); the earlier value stays. Of a predictor whose subjects
         *     have one outcome: `conflict`.
         */
        readonly post: operations["reportOutcomes"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/outcomes/{subject}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The outcome as last reported */
        readonly get: operations["getOutcome"];
        /**
         * Report the outcome of a subject that has one
         * @description What the trainer learns from and what the accuracy of each version is measured by. May be reported again: the
         *     last report counts and `revision` grows; the same value changes nothing. Refused as `POST .../outcomes` is. Of a
         *     predictor whose subjects have many outcomes: `conflict`.
         */
        readonly put: operations["putOutcome"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/outcomes/withdraw": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take back outcomes that were made by mistake
         * @description With their samples and scores: no later training learns from them, and they no longer count as accuracy. Every condition
         *     that is given holds; at least one is needed. By default a dry run, which says what would be taken back. Asked again it
         *     finds nothing more. Of cascades that the stream ended, `groundswell.cascades` carries a message that retracts them. The
         *     stream does not bring such an outcome back, a report does. Versions that learned from them stay: roll back, or train
         *     again.
         */
        readonly post: operations["withdrawPredictorOutcomes"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/samples": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Hand over samples of finished cases
         * @description For cases that finished elsewhere (`groundswell train DIR --publish`): what training needs of each, as the
         *     predictor's own `sample` makes it. A sample of the same subject and slice takes the place of the one before.
         *     Nothing is trained by this alone: `POST /predictors/{predictor}/training` asks for that.
         */
        readonly post: operations["putPredictorSamples"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictors/{predictor}/verifications": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Verifications of the live version, newest first
         * @description What was measured on the newest outcomes and on the golden set, and whether the live version passed.
         */
        readonly get: operations["listVerifications"];
        readonly put?: never;
        /**
         * Verify the live version now
         * @description Stored, then done by the trainer, after the training that it is at: one verification on the newest outcomes and one on
         *     the golden set. Where one of a kind waits already, that one is answered.
         */
        readonly post: operations["startVerification"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Predictions, newest first */
        readonly get: operations["listPredictions"];
        readonly put?: never;
        /**
         * Ask any predictor
         * @deprecated
         * @description As `POST /predictors/{predictor}/predictions`, with the predictor in the body.
         */
        readonly post: operations["submitPrediction"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictions/{predictionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One prediction as it stands
         * @description With `Prefer: wait=n` the answer comes when it has ended, or after n seconds as it then stands.
         */
        readonly get: operations["getPrediction"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Cancel it
         * @description A queued one never runs, a running one is stopped. Canceling a canceled one changes nothing; one that succeeded
         *     or failed is a `conflict`.
         */
        readonly delete: operations["cancelPrediction"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictions/{predictionId}/input": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What it was made from */
        readonly get: operations["getPredictionInput"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictions/{predictionId}/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Try a failed or canceled one again
         * @description Opens a new generation with its attempts at zero. One that is queued, running or succeeded is a `conflict`.
         */
        readonly post: operations["retryPrediction"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictions/{predictionId}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make the same input's prediction with another version
         * @description A new prediction from the stored input, through the version named, whatever serves now.
         */
        readonly post: operations["replayPrediction"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/predictions/{predictionId}/feed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Server-sent events of one prediction
         * @description Its state now as the first event, then each change; the stream ends with the prediction.
         */
        readonly get: operations["followPrediction"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/alerts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Forecasts that passed the threshold, newest first */
        readonly get: operations["listAlerts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/feed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Server-sent events of everything that changes
         * @description Each event has an `id` (opaque; the part before its dot is a number that grows): send the last one back as
         *     `Last-Event-ID` (browsers do) and nothing is missed, for as long as events are kept. Without it the feed starts now, and says first after which id that is. A comment is sent every
         *     few seconds so that a dead connection is noticed. A reader that falls too far behind is disconnected and resumes
         *     from its last id.
         */
        readonly get: operations["followFeed"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Versions, newest first
         * @deprecated
         * @description As `GET /predictors/{predictor}/models`.
         */
        readonly get: operations["listModels"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/latest": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The version that serves
         * @description A newer candidate that did not pass the gate is listed, not served. 404 while none serves.
         */
        readonly get: operations["getServingModel"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Every promotion, rollback, tag and note, newest first
         * @deprecated
         * @description As `GET /predictors/{predictor}/models/history`.
         */
        readonly get: operations["listModelHistory"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/serving": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What served at a time
         * @deprecated
         * @description As `GET /predictors/{predictor}/models/serving`.
         */
        readonly get: operations["getModelServingAt"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/compare": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Two versions' metrics side by side
         * @deprecated
         * @description As `GET /predictors/{predictor}/models/compare`.
         */
        readonly get: operations["compareModels"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/accuracy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How each version did on what ended later
         * @deprecated
         * @description As `GET /predictors/{predictor}/models/accuracy`.
         */
        readonly get: operations["listModelAccuracy"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/rollback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Go back to an earlier version
         * @description With an empty body to the version served before this one; twice goes back two. With `version` to that one, if it
         *     has served. Nothing is deleted: the history gains an entry. Before the first version: `nothing-to-roll-back-to`;
         *     a missing version: `unknown-version`; one that does not load: `damaged-version`, and what serves stays.
         */
        readonly post: operations["rollbackModel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/garbage-collection": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Delete the artefacts of old versions
         * @deprecated
         * @description As `POST /predictors/{predictor}/models/garbage-collection`.
         */
        readonly post: operations["collectModels"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{version}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One version's manifest
         * @deprecated
         * @description As `GET /predictors/{predictor}/models/{version}`.
         */
        readonly get: operations["getModel"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{version}/artefact": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One version's bytes
         * @deprecated
         * @description As `GET /predictors/{predictor}/models/{version}/artefact`.
         */
        readonly get: operations["getModelArtefact"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{version}/promote": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Let a version serve
         * @deprecated
         * @description As `POST /predictors/{predictor}/models/{version}/promote`.
         */
        readonly post: operations["promoteModel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{version}/tags/{tag}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Tag a version
         * @deprecated
         * @description As `PUT /predictors/{predictor}/models/{version}/tags/{tag}`.
         */
        readonly put: operations["tagModel"];
        readonly post?: never;
        /**
         * Take a tag off a version
         * @deprecated
         * @description As `DELETE /predictors/{predictor}/models/{version}/tags/{tag}`.
         */
        readonly delete: operations["untagModel"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{version}/notes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Write a note beside a version
         * @deprecated
         * @description As `POST /predictors/{predictor}/models/{version}/notes`.
         */
        readonly post: operations["noteModel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/training": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Training runs, newest first
         * @deprecated
         * @description As `GET /predictors/{predictor}/training`.
         */
        readonly get: operations["listTrainingRuns"];
        readonly put?: never;
        /**
         * Ask for a training run now
         * @deprecated
         * @description As `POST /predictors/{predictor}/training`.
         */
        readonly post: operations["startTraining"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/training/{runId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One training run */
        readonly get: operations["getTrainingRun"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/samples": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Hand over samples of finished cases
         * @deprecated
         * @description As `POST /predictors/{predictor}/samples`.
         */
        readonly post: operations["putSamples"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/outcomes/withdraw": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take back outcomes that were made by mistake
         * @deprecated
         * @description As `POST /predictors/{predictor}/outcomes/withdraw`, with `cascadeId` for `subject`.
         */
        readonly post: operations["withdrawOutcomes"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dead-letters": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Failed jobs, messages that could not be read and messages that could not be sent, with their reason, newest first */
        readonly get: operations["listDeadLetters"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dead-letters/{deadLetterId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove it
         * @description For one that is of no use any more. It is gone with its bytes and cannot be redriven; a prediction that it is
         *     about stays as it is.
         */
        readonly delete: operations["removeDeadLetter"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dead-letters/{deadLetterId}/body": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The bytes of its message */
        readonly get: operations["getDeadLetterBody"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dead-letters/{deadLetterId}/redrive": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send it again
         * @description One that points to a prediction opens a new generation of it; another one is put back on its queue or topic with
         *     exactly the bytes and headers that it came with. One that was redriven already is a `conflict`, and so is one without
         *     a byte: a batch of Kafka that could not be decoded.
         */
        readonly post: operations["redriveDeadLetter"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/webhook-deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who was to be told of an end, and whether they have heard */
        readonly get: operations["listWebhookDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/queues": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Depth, age and throughput of each predictor's queue */
        readonly get: operations["listQueues"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How far the collector has come, and what it has counted
         * @description As of the last checkpoint of each partition. docs/stream.md says what each counter means.
         */
        readonly get: operations["getStream"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/stream/sources": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The sources of the stream, and how far each has come
         * @description As of the last checkpoint of each partition. `fault` says what is wrong with a source's time.
         */
        readonly get: operations["listSources"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/stream/sources/{source}/reset": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Set the time of a source
         * @description Where a wrong watermark or event has moved it. Without a `watermark` it is as if the source had not spoken yet. Every
         *     partition takes the message in its order. Cascades that are open stay open, until the source's time passes what is due.
         *     Those that ended by the wrong time stay ended: later events revise their outcomes, and `POST /outcomes/withdraw` takes
         *     these back. Who did it and why is in the log.
         */
        readonly post: operations["resetSource"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/processes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The processes that run, and what their threads serve */
        readonly get: operations["listProcesses"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether a key is needed, and whose session the cookie is */
        readonly get: operations["getSession"];
        readonly put?: never;
        /**
         * Show a key once, and call by a cookie from then on
         * @description For pages: an EventSource sends no headers of its own. The cookie `groundswell-session` never holds the key; no script
         *     sees it (HttpOnly), no other site sends it (SameSite=Strict), and over https it goes nowhere else (Secure). It is
         *     good for a configured time, in every process with the same keys, and ends with its key. Whatever is not a GET needs
         *     the answer's `csrfToken` as `X-CSRF-Token` beside it, and an Origin of our own. Ten wrong keys within a minute are
         *     the most for one address (429).
         */
        readonly post: operations["startSession"];
        /** Forget the cookie */
        readonly delete: operations["endSession"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/live": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the process answers */
        readonly get: operations["getLiveness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/ready": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Whether it can do what is asked of it
         * @description Answered from what the parts of the process have said of themselves; nothing is asked. `ready`: all of them work.
         *     `degraded`: what callers ask can be done, and what else is wrong stands in `checks`. `not-ready`: it cannot be done.
         */
        readonly get: operations["getReadiness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Figures of this process, for Prometheus */
        readonly get: operations["getMetrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This description */
        readonly get: operations["getContract"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Feed the stream
         * @description A JSON array, or newline-delimited JSON with one entry a line: events and watermarks, in any number and mixture. All
         *     are taken or none: the answer is sent once they are durable on the events topic. An entry that the collector would
         *     refuse is refused here, by its place in the request and with the reason: an id that cannot be one, and a time that is
         *     before 2000, in another unit than seconds, or more than `GROUNDSWELL_FUTURE_SECONDS` (300) ahead of the clock. Of
         *     many such entries the first 20 are named. An entry says nothing but what is
         *     described here; a text or a name is refused. Equal `eventId`s of one cascade are one event, so that a feed may be
         *     sent again. A source that sends no watermarks moves by its events and, when it falls silent, by the clock.
         *
         *     The messages of asyncapi.yaml may be sent as they are: CloudEvents 1.0 in structured mode, one or a batch. `id` is
         *     the event's and `subject` the cascade's; `source` goes before the query's; the event's time is `data.time`. What
         *     CloudEvents has besides (`time`, `dataschema`, extensions) is the sender's own and goes no further. Binary mode
         *     (`ce-` headers) is refused with 415.
         */
        readonly post: operations["postEvents"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/replays": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Replays, newest first */
        readonly get: operations["listReplays"];
        readonly put?: never;
        /**
         * Replay finished cascades, simulate some, or put the recorded topic through a version
         * @description Stored, then claimed by a source. A folder is one of those `GET /replays/folders` lists (by name), or any below the
         *     folders the service is configured for. Files carry no start times: the seed decides which cascade begins when. Event
         *     times lie in the past, so that a replay ends about now.
         *
         *     Of kind `topic` nothing goes onto the stream: what the events topic holds is read again, and every window of every
         *     cascade that is kept is forecast by `model`, beside what was served and without touching it.
         *
         *     An option that has no effect on such a replay is refused (`invalid-field`).
         */
        readonly post: operations["startReplay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/replays/folders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Folders that can be replayed */
        readonly get: operations["listReplayFolders"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/replays/{replayId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One replay, and what came of it so far */
        readonly get: operations["getReplay"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/replays/{replayId}/stop": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send no more of a replay
         * @description Nothing is undone; a replay that has ended stays as it is. Its cascades that are open end by idleness.
         */
        readonly post: operations["stopReplay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Opaque. */
        readonly Id: string;
        /**
         * Format: date-time
         * @description RFC 3339.
         */
        readonly Time: string;
        /** Format: date-time */
        readonly NullableTime: string | null;
        /** @description Pass it back as `cursor`; null on the last page. */
        readonly Next: string | null;
        /** @description A model version. */
        readonly Version: number;
        /** @example cascade-size */
        readonly PredictorName: string;
        /**
         * @description Where the data come from: observed, drawn by a simulation, or played to show what the product does. Only real data train
         *     models and count as accuracy in use, unless others are asked for.
         * @enum {string}
         */
        readonly Provenance: "real" | "simulated" | "demo";
        /**
         * @description What a prediction is about, in the caller's own words (a cascade's id): 1 to 200 Unicode characters (code points),
         *     without NUL or half of a surrogate pair, and not `.` or `..`. Ids are compared as they are sent: two normal forms of
         *     one text are two ids.
         */
        readonly Subject: string;
        readonly Tag: string;
        /** @description Who did it; by default the API key's name. */
        readonly Actor: string;
        readonly ReasonText: string;
        /**
         * Format: date-time
         * @description RFC 3339. What has not ended by then fails with `deadline-passed`. By default a configured time from now.
         */
        readonly Deadline: string;
        /**
         * Format: uri
         * @description Told of the end by POST (Standard Webhooks). Private addresses only where the configuration allows them.
         */
        readonly Callback: string;
        /** @enum {string} */
        readonly PredictionState: "queued" | "running" | "succeeded" | "failed" | "canceled";
        readonly Event: {
            /** @description Seconds since the post. */
            readonly time: number;
            /** @description Followers of its author. */
            readonly magnitude: number;
        };
        /**
         * @example {
         *       "id": "my-post",
         *       "events": [
         *         {
         *           "time": 0,
         *           "magnitude": 4000
         *         },
         *         {
         *           "time": 12.5,
         *           "magnitude": 800
         *         },
         *         {
         *           "time": 61,
         *           "magnitude": 95
         *         }
         *       ],
         *       "windowSeconds": 300
         *     }
         */
        readonly CascadeSubmission: {
            readonly id?: components["schemas"]["Subject"];
            /** @description The post, at time 0, and its reshares in order of time. Equal times are fine. How many are taken is configured. */
            readonly events: readonly components["schemas"]["Event"][];
            /**
             * @description Seconds since the post at which the observation ends, a minute to a week; by default the last event's time,
             *     or 60 where that is less.
             */
            readonly windowSeconds?: number;
            /**
             * @deprecated
             * @description The old name of `windowSeconds`. Where both are given they must be the same.
             */
            readonly window?: number;
            readonly model?: components["schemas"]["Version"];
            readonly deadline?: components["schemas"]["Deadline"];
            readonly callback?: components["schemas"]["Callback"];
        };
        readonly PredictionSubmission: {
            readonly predictor: components["schemas"]["PredictorName"];
            /** @description What the predictor's own schema asks for (GET /predictors). */
            readonly input: unknown;
            readonly subject?: components["schemas"]["Subject"];
            readonly model?: components["schemas"]["Version"];
            readonly deadline?: components["schemas"]["Deadline"];
            readonly callback?: components["schemas"]["Callback"];
        };
        /**
         * @example {
         *       "subject": "my-post",
         *       "input": {
         *         "events": [
         *           {
         *             "time": 0,
         *             "magnitude": 4000
         *           },
         *           {
         *             "time": 12.5,
         *             "magnitude": 800
         *           }
         *         ],
         *         "windowSeconds": 300
         *       }
         *     }
         */
        readonly PredictorSubmission: {
            /** @description What the predictor's own schema asks for (GET /predictors/{predictor}). */
            readonly input: unknown;
            readonly subject?: components["schemas"]["Subject"];
            readonly model?: components["schemas"]["Version"];
            readonly deadline?: components["schemas"]["Deadline"];
            readonly callback?: components["schemas"]["Callback"];
        };
        readonly PredictionLinks: {
            readonly self: string;
            readonly feed: string;
            readonly input: string;
        };
        readonly Accepted: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: string | null;
            readonly state: components["schemas"]["PredictionState"];
            readonly links: components["schemas"]["PredictionLinks"];
        };
        /** @description Only in the answer to a table. How it was read, a sentence each. */
        readonly TableNotes: readonly string[];
        readonly AcceptedCascade: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: string | null;
            readonly state: components["schemas"]["PredictionState"];
            /** @description As asked for, or the last event's time (at least 60). */
            readonly windowSeconds: number;
            /** @description No window was asked for. */
            readonly isDefaultWindow: boolean;
            /** @description Events with time <= windowSeconds. */
            readonly observedEvents: number;
            /** @description Later ones. */
            readonly ignoredEvents: number;
            readonly links: components["schemas"]["PredictionLinks"];
            readonly notes?: components["schemas"]["TableNotes"];
        };
        /** @description One line of the answer to a batch. */
        readonly BatchAnswer: {
            /** @description The line of the request, from 1. */
            readonly line: number;
            /** @description Of `POST /cascades/batch` an AcceptedCascade; of outcomes an Outcome. */
            readonly accepted: components["schemas"]["Accepted"] | components["schemas"]["AcceptedCascade"] | components["schemas"]["Outcome"];
        } | {
            readonly line: number;
            readonly problem: components["schemas"]["Problem"];
        };
        readonly Prediction: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: string | null;
            readonly state: components["schemas"]["PredictionState"];
            /** @description Grows by one with each retry and redrive. */
            readonly generation: number;
            /** @description Within this generation. */
            readonly attempts: number;
            readonly createdAt: components["schemas"]["Time"];
            readonly startedAt: components["schemas"]["NullableTime"];
            readonly finishedAt: components["schemas"]["NullableTime"];
            /** @description While queued. */
            readonly nextAttemptAt: components["schemas"]["NullableTime"];
            readonly deadlineAt: components["schemas"]["Time"];
            /** @description Once it has ended: deleted after this. */
            readonly keptUntil: components["schemas"]["NullableTime"];
            /** @description The version pinned by the request. */
            readonly requestedModel: number | null;
            /** @description What answered; null until it has, and where no version did (the result's `method` says how). */
            readonly model: {
                readonly version: number;
                /** @description Of the version's artefact. */
                readonly sha256: string | null;
            } | null;
            readonly callback: string | null;
            readonly requestId: string | null;
            /** @description The predictor's answer; of cascade-size a Forecast. */
            readonly result: components["schemas"]["Forecast"] | Record<string, unknown> | null;
            /** @description Why it failed; of a queued one, why its last attempt came to nothing. */
            readonly error: {
                readonly code: string;
                readonly reason: string;
            } | null;
            /** @description Seconds, by stage. `predictSeconds` is how long the predictor's call took, which the inputs of one batch share. */
            readonly timings: {
                readonly [key: string]: number;
            } | null;
            readonly links: components["schemas"]["PredictionLinks"];
            readonly notes?: components["schemas"]["TableNotes"];
        };
        /** @description The JSON of each event named `prediction.<state>` but for the first of one prediction's own feed (a Prediction). */
        readonly PredictionChange: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: string | null;
            /** @description Of cascade-size the window in seconds. */
            readonly slice: string | null;
            readonly state: components["schemas"]["PredictionState"];
            readonly generation: number;
            readonly attempts: number;
            readonly at: components["schemas"]["Time"];
            /** @description What answered, where a version did. */
            readonly modelVersion?: number;
            readonly error?: {
                readonly code: string;
                readonly reason: string;
            };
        };
        /** @description How far it will spread. Sizes count all events, the post included. */
        readonly Forecast: {
            readonly windowSeconds: number;
            readonly observedEvents: number;
            /**
             * @description hybrid: Hawkes features and more, corrected by the forests of a model version. early: the small forest of
             *     counts, age and followers (fewer than 5 events). hawkes: the formula alone, w = 1, no model version.
             *     none: no point; `reason` says why.
             * @enum {string}
             */
            readonly method: "hybrid" | "early" | "hawkes" | "none";
            /**
             * @description Why there is no point, or no fit.
             * @enum {string|null}
             */
            readonly reason: "too-few-events" | "fit-not-converged" | "branching-factor-at-bound" | "no-early-forest" | "window-not-trained" | "canceled" | null;
            /** @description Expected final size. */
            readonly point: number | null;
            readonly median: number | null;
            readonly interval: {
                readonly low: number;
                readonly high: number;
                /** @description Nominal, such as 0.8. */
                readonly coverage: number;
            } | null;
            /** @description Never less than this: the events already seen. */
            readonly lowerBound: number;
            /** @description w in N = n + w A1/(1 - n*), such that it gives the point. */
            readonly scalingFactor: number | null;
            readonly fit: components["schemas"]["FittedParameters"] | null;
            /** @description The features that weighed most, most first. */
            readonly weights: readonly {
                readonly feature: string;
                readonly importance: number;
                readonly value: number | null;
            }[];
            /** @description Whether the input lies outside what the model has seen; null without a model. */
            readonly range: {
                readonly isOutside: boolean;
                readonly distance: number | null;
                readonly limit: number;
            } | null;
        };
        /** @description Of the marked Hawkes process, by maximum likelihood. */
        readonly FittedParameters: {
            /** @enum {string} */
            readonly kernel: "power-law" | "exponential";
            readonly kappa: number;
            /** @description beta. */
            readonly followerExponent: number;
            /** @description c. */
            readonly cutoffSeconds: number | null;
            /** @description theta. */
            readonly decay: number;
            /** @description n*: expected direct offspring of an event. */
            readonly branchingFactor: number;
            /** @description A1: direct offspring still to be expected of the events seen. */
            readonly directOffspring: number;
            readonly negLogLikelihood: number;
            readonly isConverged: boolean;
            readonly iterations: number;
            readonly starts: number;
            readonly boundsHit: readonly string[];
        };
        readonly CascadeOutcomeReport: {
            /** @description All events, the post included. */
            readonly finalSize: number;
            /** @description When it was final; by default now. */
            readonly endedAt?: components["schemas"]["Time"];
            /** @description By default that of the watched cascade, or of the earlier report, or `real`. */
            readonly provenance?: components["schemas"]["Provenance"];
        };
        /** @description In the caller's own words; unique within its subject. */
        readonly OutcomeId: string;
        /**
         * @example {
         *       "outcome": {
         *         "finalSize": 881
         *       }
         *     }
         */
        readonly OutcomeReport: {
            /** @description What the predictor's own schema asks for (GET /predictors/{predictor}). */
            readonly outcome: unknown;
            /** @description When it was final; by default now, or as before where the outcome is the same. */
            readonly endedAt?: components["schemas"]["Time"];
            /** @description By default that of the watched cascade, or of the earlier report, or `real`. */
            readonly provenance?: components["schemas"]["Provenance"];
        };
        /**
         * @example {
         *       "subject": "reader-7",
         *       "id": "click-1",
         *       "outcome": {
         *         "item": "a-book"
         *       }
         *     }
         */
        readonly OutcomeSubmission: {
            readonly subject: components["schemas"]["Subject"];
            /** @description What the predictor's own schema asks for (GET /predictors/{predictor}). */
            readonly outcome: unknown;
            /** @description By default a new one: a report that is sent again needs one of yours. */
            readonly id?: components["schemas"]["OutcomeId"];
            /** @description When it was final; by default now, or as before where the outcome is the same. */
            readonly endedAt?: components["schemas"]["Time"];
            /** @description By default that of the earlier report, or `real`. */
            readonly provenance?: components["schemas"]["Provenance"];
        };
        readonly Outcome: {
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: components["schemas"]["Subject"];
            /** @description Null: the only one of its subject. */
            readonly id: string | null;
            /** @description Keeps to the predictor's schema. */
            readonly outcome: unknown;
            readonly endedAt: components["schemas"]["Time"];
            /** @description Grows by one with each report that says something else. */
            readonly revision: number;
            /** @enum {string} */
            readonly source: "reported" | "stream";
            readonly provenance: components["schemas"]["Provenance"];
        };
        readonly OutcomeWithdrawal: {
            readonly isDryRun: boolean;
            readonly outcomes: number;
            readonly samples: number;
            readonly scores: number;
            /** @description The first 100. */
            readonly cascadeIds: readonly components["schemas"]["Subject"][];
        };
        readonly CascadeOutcome: {
            readonly cascadeId: components["schemas"]["Subject"];
            readonly finalSize: number;
            readonly endedAt: components["schemas"]["Time"];
            /** @description Grows by one with each report. */
            readonly revision: number;
            /** @enum {string} */
            readonly source: "reported" | "stream";
            readonly provenance: components["schemas"]["Provenance"];
        };
        readonly WatchedCascade: {
            readonly id: components["schemas"]["Subject"];
            /** @description Who told of it first; its time is the cascade's. */
            readonly source: string;
            readonly provenance: components["schemas"]["Provenance"];
            /** @enum {string} */
            readonly state: "open" | "ended";
            /** @description Of its post; null while that is waited for. */
            readonly startedAt: components["schemas"]["NullableTime"];
            readonly lastEventAt: components["schemas"]["Time"];
            /** @description Distinct ones so far, the post included. */
            readonly events: number;
            /** @description Seconds since the post. */
            readonly windowsPassed: readonly number[];
            /** @description The one of the latest window. */
            readonly forecast: components["schemas"]["CascadeForecast"] | null;
            readonly endedAt: components["schemas"]["NullableTime"];
            /** @description How often its final size was told. */
            readonly revision: number;
            readonly updatedAt: components["schemas"]["Time"];
            readonly links: {
                readonly self: string;
            };
        };
        readonly CascadeForecast: {
            readonly windowSeconds: number;
            readonly point: number | null;
            readonly low: number | null;
            readonly high: number | null;
            readonly predictionId: components["schemas"]["Id"];
        };
        readonly CascadeDetail: {
            readonly cascade: components["schemas"]["WatchedCascade"];
            /** @description In order of time, the post first. */
            readonly events: readonly {
                /** @description Seconds since the post; null while that is waited for. */
                readonly time: number | null;
                readonly magnitude: number;
            }[];
            /** @description Every prediction about it, oldest first, 500 at most. */
            readonly forecasts: readonly {
                readonly windowSeconds: number | null;
                readonly predictionId: components["schemas"]["Id"];
                readonly state: components["schemas"]["PredictionState"];
                /** @description The version it was pinned to, null: the one that served. */
                readonly requestedModel: number | null;
                readonly modelVersion: number | null;
                readonly point: number | null;
                readonly median: number | null;
                readonly low: number | null;
                readonly high: number | null;
                /** @description Of the point, |N - forecast| / N, once N is known. */
                readonly absoluteRelativeError: number | null;
                readonly createdAt: components["schemas"]["Time"];
                readonly finishedAt: components["schemas"]["NullableTime"];
            }[];
            readonly outcome: components["schemas"]["CascadeOutcome"] | null;
        };
        readonly Alert: {
            readonly id: components["schemas"]["AlertId"];
            readonly cascadeId: components["schemas"]["Subject"];
            readonly windowSeconds: number;
            readonly predictionId: components["schemas"]["Id"];
            /** @description What passed the threshold. */
            readonly predicted: number;
            /** @enum {string} */
            readonly measure: "point" | "median" | "low" | "high";
            readonly threshold: number;
            readonly createdAt: components["schemas"]["Time"];
        };
        readonly AlertId: string;
        readonly StreamSource: {
            readonly name: components["schemas"]["SourceName"];
            /** @description The furthest of its partitions; null: none yet, or no date. */
            readonly watermark: components["schemas"]["NullableTime"];
            /** @description The least of its partitions. */
            readonly firstWatermark: components["schemas"]["NullableTime"];
            /** @description The furthest one as it is kept. */
            readonly watermarkSeconds: number;
            /** @description It writes watermarks itself. */
            readonly isManaged: boolean;
            readonly isEnded: boolean;
            /** @description It has spoken in so many. */
            readonly partitions: number;
            readonly openCascades: number;
            /** @description What is wrong with its time. */
            readonly fault: string | null;
        };
        readonly StreamFigures: {
            /** @description Messages that are in no checkpoint yet. */
            readonly lag: number;
            readonly counters: components["schemas"]["StreamCounters"];
            readonly partitions: readonly {
                readonly partition: number;
                /** @description The next message to be read after the last checkpoint. */
                readonly position: number;
                /** @description The position the next message will get. */
                readonly next: number;
                readonly lag: number;
                readonly counters: components["schemas"]["StreamCounters"];
                /** @description By source, how far its time has come. */
                readonly watermarks: {
                    readonly [key: string]: components["schemas"]["NullableTime"];
                };
            }[];
        };
        /** @description events, duplicates, late, and the others of docs/stream.md. */
        readonly StreamCounters: {
            readonly [key: string]: number;
        };
        readonly DeletedCascade: {
            readonly cascadeId: components["schemas"]["Subject"];
            /** @description How many of its predictions there were. */
            readonly predictions: number;
        };
        /** @description What a predictor declares. Documents, the page and the command line show it by this. */
        readonly Predictor: {
            readonly name: components["schemas"]["PredictorName"];
            /** @description What a person reads: `Cascade size`. */
            readonly title: string;
            /** @description One sentence: what it answers. */
            readonly description: string;
            /** @description A JSON Schema. */
            readonly input: Record<string, unknown>;
            /** @description A JSON Schema. */
            readonly output: Record<string, unknown>;
            /** @description A JSON Schema. */
            readonly outcome: Record<string, unknown>;
            /** @description A JSON Schema: what training needs of one finished case. */
            readonly sample: Record<string, unknown>;
            readonly examples: readonly {
                readonly title: string;
                /** @description Keeps to `input`. */
                readonly input: unknown;
                /** @description Keeps to `outcome`. */
                readonly outcome: unknown;
            }[];
            /** @description The parts of an answer in the order that a person reads them; the first is the headline. */
            readonly answer: readonly components["schemas"]["AnswerField"][];
            /** @description What slices are; null where the predictor has none. */
            readonly slices: {
                /** @description Such as `Window`. */
                readonly title: string;
                /**
                 * @description seconds: whole seconds, shown as a duration.
                 * @enum {string}
                 */
                readonly kind: "seconds" | "text";
            } | null;
            /**
             * @description one: a subject has one outcome, and a later report takes its place. many: each outcome of a subject has its own id.
             * @enum {string}
             */
            readonly outcomes: "one" | "many";
            /** @description The figures of quality. The first is that of the losses. */
            readonly metrics: readonly {
                readonly name: string;
                readonly title: string;
                /**
                 * @description share: 1 is shown as 100 %.
                 * @enum {string}
                 */
                readonly kind: "number" | "share";
                /** @enum {string} */
                readonly direction: "lower-is-better" | "higher-is-better";
            }[];
            /** @description How many inputs one call of the predictor takes; null where each input is a call of its own. */
            readonly batch: {
                readonly maxSize: number;
                /** @description How long an input may wait for others. */
                readonly maxDelayMs: number;
            } | null;
            readonly sampleVersion: number;
            readonly servingVersion: number | null;
        };
        readonly AnswerField: {
            /** @description A JSON pointer into the result. What is null or absent there is not shown. */
            readonly path: string;
            readonly label: string;
            /**
             * @description number, count (a whole number), share (0 to 1, shown in percent), seconds (shown as a duration) and text are single
             *     values (of a text also true and false, shown as yes and no); interval is {low, high}; ranking is a list of {label, share}, best first.
             * @enum {string}
             */
            readonly kind: "number" | "count" | "share" | "seconds" | "text" | "interval" | "ranking";
        };
        readonly ModelSummary: {
            readonly predictor: components["schemas"]["PredictorName"];
            readonly version: components["schemas"]["Version"];
            readonly sha256: string;
            readonly bytes: number;
            readonly createdAt: components["schemas"]["Time"];
            /** @description What served when it was trained. */
            readonly parent: number | null;
            readonly codeVersion: string;
            readonly isServing: boolean;
            /** @description Learned from simulated cases: to be replaced. */
            readonly isSimulated: boolean;
            /** @description Its artefact was dropped by the garbage collector. */
            readonly isCollected: boolean;
            readonly tags: readonly components["schemas"]["Tag"][];
            readonly links: components["schemas"]["ModelLinks"];
        };
        readonly ModelLinks: {
            readonly self: string;
            readonly artefact: string;
            readonly promote: string;
        };
        readonly Model: {
            readonly predictor: components["schemas"]["PredictorName"];
            readonly version: components["schemas"]["Version"];
            readonly sha256: string;
            readonly bytes: number;
            readonly createdAt: components["schemas"]["Time"];
            readonly parent: number | null;
            readonly codeVersion: string;
            readonly isServing: boolean;
            readonly isSimulated: boolean;
            readonly isCollected: boolean;
            readonly tags: readonly components["schemas"]["Tag"][];
            readonly links: components["schemas"]["ModelLinks"];
            /** @description What the trainer wrote of it. */
            readonly trainerNotes: string;
            /** @description Written later, oldest first. */
            readonly notes: readonly components["schemas"]["HistoryEntry"][];
            /** @description Of the samples it was trained on. */
            readonly schemaVersion: number;
            readonly features: readonly components["schemas"]["FeatureSummary"][];
            readonly training: components["schemas"]["TrainingSet"];
            readonly metrics: readonly components["schemas"]["Metric"][];
            /** @description Further metrics that the predictor declares, on all held-out cases together; empty where it declares none. */
            readonly otherMetrics: readonly components["schemas"]["OtherMetric"][];
        };
        readonly FeatureSummary: {
            readonly name: string;
            readonly count: number;
            readonly mean: number;
            readonly standardDeviation: number;
            readonly deciles: readonly number[];
            /** @description Of the cases, in each bin that the deciles make. */
            readonly shares: readonly number[];
        };
        readonly TrainingSet: {
            readonly source: string;
            readonly samples: number;
            /** @description Cascades. */
            readonly groups: number;
            /** @description Later cases may judge the version. */
            readonly cut: components["schemas"]["NullableTime"];
            readonly seed: number;
            readonly options: Record<string, unknown>;
        };
        readonly Metric: {
            /** @description A window in seconds, or `all`. */
            readonly slice: string;
            /** @description `candidate`, `champion`, `live` (of a verification), or a trivial one. */
            readonly forecaster: string;
            readonly cases: number;
            readonly meanLoss: number;
            readonly medianLoss: number;
        };
        readonly OtherMetric: {
            /** @description A name in `metrics` of `GET /predictors`. */
            readonly metric: string;
            /** @description `candidate` or `champion`. */
            readonly forecaster: string;
            readonly value: number;
        };
        readonly ModelComparison: {
            readonly predictor: components["schemas"]["PredictorName"];
            /** @description What the losses are: the first name in `metrics` of `GET /predictors`. */
            readonly metric: string;
            readonly first: components["schemas"]["ModelSummary"];
            readonly second: components["schemas"]["ModelSummary"];
            /** @description Each version's figures were measured on its own held-out cases: they may differ. */
            readonly metrics: readonly {
                readonly slice: string;
                readonly forecaster: string;
                readonly first: components["schemas"]["Metric"] | null;
                readonly second: components["schemas"]["Metric"] | null;
                /** @description Mean loss of the second less that of the first. */
                readonly difference: number | null;
            }[];
        };
        readonly HistoryEntry: {
            readonly sequence: number;
            /** @enum {string} */
            readonly action: "promote" | "rollback" | "tag" | "untag" | "note" | "collect";
            readonly version: number;
            /** @description What served before. */
            readonly previous: number | null;
            /** @description The tag or the note. */
            readonly text: string | null;
            readonly reason: string;
            readonly actor: string;
            readonly at: components["schemas"]["Time"];
        };
        readonly ModelChangelogEntry: {
            readonly predictor: components["schemas"]["PredictorName"];
            readonly version: components["schemas"]["Version"];
            readonly createdAt: components["schemas"]["Time"];
            /** @description What served when it was trained. */
            readonly parent: number | null;
            readonly isServing: boolean;
            readonly isSimulated: boolean;
            /** @description Its artefact was deleted by the garbage collector. */
            readonly isCollected: boolean;
            /** @description What differs from the parent; all that is known where there is no parent. */
            readonly changes: readonly components["schemas"]["ModelChange"][];
            /** @description On the version's held-out cases, one for each slice. */
            readonly metrics: readonly components["schemas"]["ModelChangelogMetric"][];
            /** @description Null where no training run says. */
            readonly gate: components["schemas"]["GateVerdict"] | null;
            /** @description The training run that made it; null where none is kept. */
            readonly training: components["schemas"]["ModelTraining"] | null;
            /** @description Oldest first. */
            readonly decisions: readonly components["schemas"]["ModelDecision"][];
            /** @description What cannot be said of this version, and why. */
            readonly unknown: readonly string[];
        };
        readonly Verification: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            /**
             * @description newest: on the real cases that ended last and that the version was not trained on. golden: on a fixed set of cases;
             *     the answers of a version to these never change.
             * @enum {string}
             */
            readonly kind: "newest" | "golden";
            /** @enum {string} */
            readonly trigger: "by-hand" | "schedule";
            /**
             * @description undecided: there were too few cases, no version was live, or it could not be measured.
             * @enum {string}
             */
            readonly state: "queued" | "running" | "passed" | "failed" | "undecided";
            /** @description The version that was live. */
            readonly version: number | null;
            readonly cases: number | null;
            /** @description Losses of `live` and of each baseline, by slice and on all cases. */
            readonly metrics: readonly components["schemas"]["Metric"][];
            /** @description Why it ended so. */
            readonly reason: string | null;
            readonly createdAt: components["schemas"]["Time"];
            readonly startedAt: components["schemas"]["NullableTime"];
            readonly finishedAt: components["schemas"]["NullableTime"];
        };
        readonly ModelChange: {
            /** @enum {string} */
            readonly area: "data" | "parameters" | "code";
            /** @description `samples`, `groups`, `cut`, `source`, `isSimulated`, `seed`, `codeVersion`, `sampleVersion`, or a training option. */
            readonly name: string;
            /** @description Of the version. */
            readonly value: unknown;
            /** @description Of its parent; null where it has none. */
            readonly parentValue: unknown;
        };
        readonly ModelChangelogMetric: {
            /** @description As the predictor names it, or `all`. */
            readonly slice: string;
            readonly cases: number;
            readonly meanLoss: number;
            readonly medianLoss: number;
            /** @description The parent's mean loss on the same cases; null where it was not measured on them. */
            readonly parentMeanLoss: number | null;
            /** @description The parent's mean loss on its own held-out cases: they may differ. */
            readonly parentOwnMeanLoss: number | null;
        };
        readonly GateVerdict: {
            /**
             * @description too-few: there were too few held-out cases to decide.
             * @enum {string}
             */
            readonly verdict: "passed" | "not-passed" | "too-few";
            readonly reason: string;
        };
        readonly ModelTraining: {
            readonly id: components["schemas"]["Id"];
            /** @description Why it began: requested, samples, schedule, drift, loss. */
            readonly trigger: string;
            readonly state: string;
            /** @description Why it ended so. */
            readonly reason: string | null;
            readonly finishedAt: components["schemas"]["NullableTime"];
        };
        readonly ModelDecision: {
            /**
             * @description promoted: it went live. declined: the trainer did not promote it. replaced: a promotion put another version in its
             *     place. rolled-back: a rollback put another version in its place. restored-by-rollback: a rollback led to it.
             * @enum {string}
             */
            readonly decision: "promoted" | "declined" | "replaced" | "rolled-back" | "restored-by-rollback" | "artefact-deleted";
            /** @description The version that went live in its place. */
            readonly by: number | null;
            /** @description An API key's name, `trainer`, or a user of the command line. */
            readonly actor: string;
            readonly reason: string;
            readonly at: components["schemas"]["Time"];
        };
        readonly GarbageCollection: {
            readonly predictor: components["schemas"]["PredictorName"];
            readonly isDryRun: boolean;
            readonly collected: readonly {
                readonly version: number;
                readonly bytes: number;
            }[];
            readonly kept: readonly {
                readonly version: number;
                /** @enum {string} */
                readonly because: "serving" | "served" | "newest" | "tagged" | "asked";
            }[];
        };
        readonly Accuracy: {
            readonly predictor: components["schemas"]["PredictorName"];
            /** @description Null: answered without a version. */
            readonly version: number | null;
            /** @description Of cascade-size the window in seconds. */
            readonly slice: string | null;
            readonly cases: number;
            /** @description Cases without an answer; not in the losses. */
            readonly failures: number;
            /** @description What the losses are: the first name in `metrics` of `GET /predictors`. */
            readonly metric: string;
            readonly meanLoss: number | null;
            readonly medianLoss: number | null;
            /** @description Of the same cases answered without a model. */
            readonly meanModelLessLoss: number | null;
            readonly medianModelLessLoss: number | null;
            readonly meanBaselineLosses: components["schemas"]["BaselineLosses"];
            readonly medianBaselineLosses: components["schemas"]["BaselineLosses"];
            /**
             * @deprecated
             * @description Use `meanBaselineLosses`. That of the baseline `constant`; null where the predictor has none.
             */
            readonly meanConstantLoss: number | null;
            /**
             * @deprecated
             * @description Use `medianBaselineLosses`. That of the baseline `constant`; null where the predictor has none.
             */
            readonly medianConstantLoss: number | null;
            readonly firstEndedAt: components["schemas"]["Time"];
            readonly lastEndedAt: components["schemas"]["Time"];
            /** @description When its period begins; null: of all time. */
            readonly periodAt: components["schemas"]["NullableTime"];
        };
        /**
         * @description Of the same cases answered by each baseline of the predictor, by its name (cascade-size: `constant`, `ratio`, `loglog`).
         *     Empty while too little has ended to learn a baseline from.
         * @example {
         *       "constant": 0.61,
         *       "ratio": 0.58,
         *       "loglog": 0.4
         *     }
         */
        readonly BaselineLosses: {
            readonly [key: string]: number;
        };
        readonly SampleSubmission: {
            /** @description Of all of these samples; by default `real`. Others train nothing unless a training asks for simulated ones. */
            readonly provenance?: components["schemas"]["Provenance"];
            /** @description As what the samples were made: must be that of the predictor. */
            readonly sampleVersion: number;
            readonly items: readonly {
                readonly subject: components["schemas"]["Subject"];
                /**
                 * @description Stored as it is given: the slice that the predictor gives the input (of cascade-size the window in whole
                 *     seconds, `300`; null of a predictor without slices). Another text is a slice of its own in every figure.
                 */
                readonly slice: string | null;
                readonly endedAt: components["schemas"]["Time"];
                /** @description The predictor's own. */
                readonly sample: Record<string, unknown>;
            }[];
        };
        readonly TrainingRun: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            /** @description Why it began: requested, samples, schedule, drift, loss. */
            readonly trigger: string;
            /** @enum {string} */
            readonly state: "queued" | "running" | "promoted" | "declined" | "postponed" | "failed" | "published";
            /** @description Why it ended so. */
            readonly reason: string | null;
            readonly version: number | null;
            /** @description What was asked for. */
            readonly options: Record<string, unknown>;
            /** @description What was measured. */
            readonly report: Record<string, unknown> | null;
            readonly createdAt: components["schemas"]["Time"];
            readonly startedAt: components["schemas"]["NullableTime"];
            readonly finishedAt: components["schemas"]["NullableTime"];
        };
        /** @description Which source this is of. Each has a time of its own. */
        readonly SourceName: string;
        readonly FeedEntries: readonly components["schemas"]["FeedEntry"][];
        /** @description A watermark where it has a `watermark`, else an event. */
        readonly FeedEntry: Record<string, unknown>;
        readonly FeedEvent: {
            /** @description Unique within its cascade. */
            readonly eventId: string;
            readonly cascadeId: components["schemas"]["Subject"];
            /** @enum {string} */
            readonly kind: "post" | "reshare";
            readonly time: components["schemas"]["EpochSeconds"];
            /** @description Followers of the author. */
            readonly magnitude: number;
            readonly source?: components["schemas"]["SourceName"];
            /** @description By default `real`. A cascade is real while all of its events are. */
            readonly provenance?: components["schemas"]["Provenance"];
        };
        readonly FeedWatermark: {
            /** @description Seconds since 1970. No event of this source at or before it is still to come. At most 300 s ahead of the clock. */
            readonly watermark: number;
            /** @description The source has ended, and so have the cascades it began. */
            readonly isLast?: boolean;
            readonly source?: components["schemas"]["SourceName"];
        };
        /** @description A watermark where its type says so, else an event. */
        readonly FeedCloudEvent: {
            readonly type: string;
        };
        readonly FeedEventCloudEvent: {
            /** @constant */
            readonly specversion: "1.0";
            /** @constant */
            readonly type: "groundswell.event.v2";
            readonly source: components["schemas"]["SourceName"];
            /** @description Unique within its cascade. */
            readonly id: string;
            readonly subject: components["schemas"]["Subject"];
            readonly datacontenttype?: string;
            readonly data: {
                /** @enum {string} */
                readonly kind: "post" | "reshare";
                readonly time: components["schemas"]["EpochSeconds"];
                /** @description Followers of the author. */
                readonly magnitude: number;
                readonly provenance?: components["schemas"]["Provenance"];
            };
        };
        readonly FeedWatermarkCloudEvent: {
            /** @constant */
            readonly specversion: "1.0";
            /** @constant */
            readonly type: "groundswell.watermark.v1";
            readonly source: components["schemas"]["SourceName"];
            readonly id: string;
            readonly datacontenttype?: string;
            readonly data: {
                /** @description Seconds since 1970. At most 300 s ahead of the clock. */
                readonly time: number;
                /** @description The source has ended, and so have the cascades it began. */
                readonly isLast: boolean;
            };
        };
        /** @description Seconds since 1970 in UTC, from the year 2000 on; at most 300 s ahead of the clock. */
        readonly EpochSeconds: number;
        readonly ReplaySubmission: {
            /**
             * @default folder
             * @enum {string}
             */
            readonly kind: "folder" | "simulation" | "topic";
            /** @description Of a replay of the topic, the version that forecasts. It takes no other option. */
            readonly model?: components["schemas"]["Version"];
            /** @description Its name, or its path on the machine of the service. Of a replay of a folder only. */
            readonly folder?: string;
            /** @description What the command line sends to replay a folder of its own, from the secret of the data folder. */
            readonly proof?: string;
            /**
             * @description time: interleaved, with exponential gaps between posts. random: one cascade after another, with pauses.
             * @default time
             * @enum {string}
             */
            readonly order: "time" | "random";
            /**
             * @description Seconds of event time in a second, or as fast as can be followed (`max`, not of a simulation).
             * @default 60
             */
            readonly speed: number | "max";
            /**
             * @description Of order `random`, normal and never negative.
             * @default {
             *       "mean": 60,
             *       "deviation": 20
             *     }
             */
            readonly pauseSeconds: {
                readonly mean: number;
                readonly deviation: number;
            };
            /**
             * @description Of its cascades, where that is not what is known of them: `simulated` of a simulation and of a folder with a
             *     simulation.json, `demo` of a folder that comes with the program, else `real`.
             */
            readonly provenance?: components["schemas"]["Provenance"];
            /**
             * @description Mean of the gaps between posts, of order `time` and of a simulation.
             * @default 3600
             */
            readonly startGapSeconds: number;
            /**
             * @description Only so many, drawn at random. Of a replay of a folder only.
             * @default null
             */
            readonly cascades: number | null;
            /**
             * @description From the beginning again, for ever, as other cascades. Of a replay of a folder only.
             * @default false
             */
            readonly isLooped: boolean;
            /** @default 1 */
            readonly seed: number;
        };
        readonly Session: {
            /** @description Whether API keys are configured. */
            readonly isKeyNeeded: boolean;
            /** @description Of the key that was shown; null without a session. */
            readonly keyName: string | null;
            readonly csrfToken: string | null;
            readonly expiresAt: components["schemas"]["Time"] | null;
        };
        readonly Replay: {
            readonly id: components["schemas"]["Id"];
            /** @enum {string} */
            readonly kind: "folder" | "simulation" | "topic";
            /** @description Its cascades are called `<label>.<row of index.csv, from 0>`, those of further rounds `<label>-<round>.<row>`. */
            readonly label: string;
            readonly folder: string | null;
            /** @description Of kind `topic`, the version that forecasts. */
            readonly model: number | null;
            readonly provenance: components["schemas"]["Provenance"];
            /** @description What was asked for. */
            readonly options: Record<string, unknown>;
            /** @enum {string} */
            readonly state: "queued" | "running" | "succeeded" | "failed" | "stopped";
            /** @description Why it failed. */
            readonly reason: string | null;
            /** @description From 1. */
            readonly round: number;
            /** @description On the stream, of all rounds. Of kind `topic`, messages read, of all partitions that are done. */
            readonly events: number;
            /** @description Begun, of all rounds. Of kind `topic`, forecasts asked for. */
            readonly cascades: number;
            /** @description Of one round; null while unknown, and where there is no end. */
            readonly totalEvents: number | null;
            readonly totalCascades: number | null;
            readonly createdAt: components["schemas"]["Time"];
            readonly startedAt: components["schemas"]["NullableTime"];
            readonly finishedAt: components["schemas"]["NullableTime"];
            readonly links: {
                readonly self: string;
                readonly stop: string;
            };
        };
        readonly ReplayReport: {
            readonly replay: components["schemas"]["Replay"];
            /**
             * @description What the collector has counted since the replay began, as of its last checkpoint, other feeds included: events,
             *     cascades, windows, ended, revised, duplicates, late, future, afterEnd and the rest by name. Empty for kind `topic`.
             */
            readonly collected: {
                readonly [key: string]: number;
            };
            /** @description Those of its cascades (of kind `topic`, those it has asked for), by window and state. */
            readonly predictions: readonly {
                readonly windowSeconds: number;
                readonly state: components["schemas"]["PredictionState"];
                readonly count: number;
            }[];
            /** @description Raised for its cascades. */
            readonly alerts: number;
            /**
             * @description Of kind `topic`, by window: absolute relative errors (of the point, against the final size) of the version, of what
             *     was served, of none (w = 1) and of each baseline, on the same cascades: those that are over, with an answer of both.
             */
            readonly accuracy: readonly {
                readonly windowSeconds: number;
                readonly cases: number;
                readonly meanLoss: number | null;
                readonly meanServedLoss: number | null;
                readonly meanModelLessLoss: number | null;
                readonly meanBaselineLosses: components["schemas"]["BaselineLosses"];
                /**
                 * @deprecated
                 * @description Use `meanBaselineLosses`. That of the baseline `constant`; null while too little has ended to learn one.
                 */
                readonly meanConstantLoss: number | null;
                /**
                 * @deprecated
                 * @description The old name of `meanLoss`.
                 */
                readonly meanARE: number | null;
                /**
                 * @deprecated
                 * @description The old name of `meanServedLoss`.
                 */
                readonly meanAREServed: number | null;
                /**
                 * @deprecated
                 * @description The old name of `meanModelLessLoss`.
                 */
                readonly meanAREWithoutModel: number | null;
                /**
                 * @deprecated
                 * @description Use `meanBaselineLosses`. The same as `meanConstantLoss`.
                 */
                readonly meanAREConstant: number | null;
            }[];
            /** @description What the service still has to do, for this replay or others; all 0 when everything has ended. */
            readonly waiting: {
                /** @description On the stream, not yet collected. */
                readonly messages: number;
                readonly predictions: number;
                /** @description Not yet learned from. */
                readonly outcomes: number;
                readonly trainings: number;
            };
        };
        readonly DeadLetter: {
            readonly id: components["schemas"]["Id"];
            /** @description The queue or topic that it came on, or could not be sent to. */
            readonly queue: string;
            /** @description Its first 4,096 bytes. All of it: `GET /dead-letters/{id}/body`. */
            readonly body: string;
            /**
             * @description How `body` is written: base64 where it is no UTF-8.
             * @enum {string}
             */
            readonly bodyEncoding: "utf-8" | "base64";
            /** @description How long it is. */
            readonly bodyBytes: number;
            /** @description Whether `body` is only its beginning. */
            readonly isBodyTruncated: boolean;
            readonly reason: string;
            readonly predictionId: string | null;
            readonly createdAt: components["schemas"]["Time"];
            readonly redrivenAt: components["schemas"]["NullableTime"];
        };
        readonly WebhookDelivery: {
            /** @description The receiver sees it as webhook-id. */
            readonly id: components["schemas"]["Id"];
            readonly predictionId: string | null;
            readonly url: string;
            /** @enum {string} */
            readonly state: "pending" | "delivered" | "abandoned";
            readonly attempts: number;
            /** @description While pending. */
            readonly nextAttemptAt: components["schemas"]["NullableTime"];
            readonly lastError: string | null;
            readonly createdAt: components["schemas"]["Time"];
            readonly finishedAt: components["schemas"]["NullableTime"];
        };
        readonly QueueFigures: {
            readonly predictor: components["schemas"]["PredictorName"];
            /** @description Predictions that wait. */
            readonly queued: number;
            readonly running: number;
            /** @description How long the oldest has waited, null when none waits. */
            readonly oldestQueuedSeconds: number | null;
            readonly endedLastMinute: {
                readonly succeeded: number;
                readonly failed: number;
                readonly canceled: number;
            };
            /** @description Messages on the queue. */
            readonly ready: number;
            /** @description Messages held by workers. */
            readonly inHand: number;
        };
        readonly Process: {
            readonly id: components["schemas"]["Id"];
            readonly services: readonly string[];
            readonly startedAt: components["schemas"]["Time"];
            readonly seenAt: components["schemas"]["Time"];
            /** @description What its threads serve. */
            readonly status: Record<string, unknown>;
        };
        readonly Readiness: {
            /** @enum {string} */
            readonly status: "ready" | "degraded" | "not-ready";
            readonly checks: readonly {
                readonly name: string;
                /** @description The state is `ok`. */
                readonly ok: boolean;
                /**
                 * @description `degraded`: does some of its work. `failed`: does none of it.
                 * @enum {string}
                 */
                readonly state: "ok" | "degraded" | "failed";
                /** @description What is wrong. */
                readonly reason: string | null;
                /** @description What an operator can do. */
                readonly remedy: string | null;
                /** @description In this state since. */
                readonly since: components["schemas"]["Time"];
                /** @description When it last did some of its work; null where it has not yet. */
                readonly lastProgressAt: components["schemas"]["NullableTime"];
            }[];
        };
        readonly Problem: {
            /** @description A URI that names the code. */
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly code: components["schemas"]["ErrorCode"];
            /** @description The reason in plain words. */
            readonly detail: string;
            /** @description JSON pointer into the body (`/events/3/time`), or the name of a header or parameter. */
            readonly field?: string;
            /** @description Every fault found, up to a bound. */
            readonly faults?: readonly {
                readonly field: string;
                readonly reason: string;
            }[];
            readonly requestId?: string;
        };
        readonly IdempotencyKey: string;
        /**
         * @description The closed list.
         * @enum {string}
         */
        readonly ErrorCode: "invalid-body" | "invalid-field" | "unknown-field" | "invalid-header" | "invalid-query" | "invalid-cursor" | "unsupported-media-type" | "body-too-large" | "headers-too-large" | "request-timeout" | "not-acceptable" | "unauthorized" | "forbidden-host" | "forbidden-origin" | "wrong-csrf-token" | "forbidden" | "not-found" | "method-not-allowed" | "conflict" | "idempotency-key-reused" | "outcome-too-small" | "outcome-contradicts-input" | "unknown-predictor" | "unknown-version" | "damaged-version" | "nothing-to-roll-back-to" | "already-serving" | "gate-not-passed" | "invalid-configuration" | "data-folder-in-use" | "data-folder-newer" | "too-many-wrong-keys" | "too-many-requests" | "backlog-full" | "overloaded" | "storage-full" | "database-unavailable" | "queue-unavailable" | "stream-unavailable" | "blobs-unavailable" | "predictor-unavailable" | "thread-crashed" | "deadline-passed" | "shutting-down" | "internal";
    };
    responses: {
        /** @description What is wrong, and who has to act. */
        readonly Problem: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                /** @description Seconds; with `backlog-full` and when the world is down. */
                readonly "Retry-After"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The session as it now is. */
        readonly Session: {
            headers: {
                readonly "Set-Cookie"?: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Session"];
            };
        };
        /** @description The prediction. */
        readonly Prediction: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly Location?: string;
                readonly "Preference-Applied"?: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Prediction"];
            };
        };
        /** @description Stored, and will be worked on. */
        readonly Accepted: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly Location?: string;
                readonly "Preference-Applied"?: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Accepted"];
            };
        };
        /** @description Stored, and will be worked on. */
        readonly AcceptedCascade: {
            headers: {
                readonly Location?: string;
                readonly "Preference-Applied"?: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["AcceptedCascade"];
            };
        };
        /**
         * @description Events named after what happened (`prediction.running`, `prediction.succeeded`, `prediction.failed`,
         *     `prediction.canceled`, and `prediction.queued` where one is to be tried again), each with an id and one line of
         *     JSON. A `gap` says, once, that events were missed: `reason` is `expired` where they are no longer kept (what is kept
         *     follows), and `unknown-id` where your Last-Event-ID belongs to another history, as after the restore of a backup
         *     (what comes from now on follows). `oldest` is the number of the oldest event kept.
         */
        readonly EventStream: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "text/event-stream": string;
            };
        };
        /** @description The version. */
        readonly Model: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Model"];
            };
        };
        /** @description The outcome as stored. */
        readonly Outcome: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Outcome"];
            };
        };
        /** @description The entry that the history gained. */
        readonly HistoryEntry: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["HistoryEntry"];
            };
        };
        /** @description One page. */
        readonly ModelPage: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly items: readonly components["schemas"]["ModelSummary"][];
                    readonly next: components["schemas"]["Next"];
                };
            };
        };
        /** @description One page. */
        readonly HistoryPage: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly items: readonly components["schemas"]["HistoryEntry"][];
                    readonly next: components["schemas"]["Next"];
                };
            };
        };
        /** @description The version, null where none served yet, and the entry that put it there. */
        readonly ModelServingAt: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly predictor: components["schemas"]["PredictorName"];
                    readonly at: components["schemas"]["Time"];
                    readonly version: number | null;
                    readonly since: components["schemas"]["HistoryEntry"] | null;
                    /** @description Where a rollback that names no version leads now, whatever `at`. */
                    readonly rollback: {
                        /** @description Null: nowhere. */
                        readonly version: number | null;
                        /** @description Why it leads nowhere. */
                        readonly reason: string | null;
                    };
                };
            };
        };
        /** @description The figures of both. */
        readonly ModelComparison: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["ModelComparison"];
            };
        };
        /** @description One item a version and slice, and period where periods are asked for. */
        readonly AccuracyPage: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly items: readonly components["schemas"]["Accuracy"][];
                    readonly next: components["schemas"]["Next"];
                };
            };
        };
        /** @description What was, or would be, deleted. */
        readonly GarbageCollection: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["GarbageCollection"];
            };
        };
        /** @description The artefact, its checksum verified. The ETag is its SHA-256. */
        readonly ModelArtefact: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly ETag?: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/octet-stream": unknown;
            };
        };
        /** @description The caller has it already (`If-None-Match`). */
        readonly ModelArtefactUnchanged: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly ETag?: string;
                readonly [name: string]: unknown;
            };
            content?: never;
        };
        /** @description One page. */
        readonly TrainingRunPage: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly items: readonly components["schemas"]["TrainingRun"][];
                    readonly next: components["schemas"]["Next"];
                };
            };
        };
        /** @description The run, requested. */
        readonly TrainingRequested: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly Location?: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["TrainingRun"];
            };
        };
        /** @description Stored. */
        readonly SamplesStored: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly stored: number;
                };
            };
        };
        /** @description One page. */
        readonly PredictionPage: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": {
                    readonly items: readonly components["schemas"]["Prediction"][];
                    readonly next: components["schemas"]["Next"];
                };
            };
        };
        /** @description One BatchAnswer a line, in the order of the lines sent. */
        readonly BatchAnswers: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/x-ndjson": string;
            };
        };
    };
    parameters: {
        readonly CascadeId: components["schemas"]["Subject"];
        readonly PredictionId: components["schemas"]["Id"];
        readonly Version: components["schemas"]["Version"];
        readonly Tag: components["schemas"]["Tag"];
        readonly Predictor: components["schemas"]["PredictorName"];
        readonly PredictorPath: components["schemas"]["PredictorName"];
        readonly SubjectPath: components["schemas"]["Subject"];
        /**
         * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
         *     `invalid-cursor`: start again without `cursor`.
         */
        readonly Cursor: string;
        readonly Limit: number;
        readonly ReplayId: components["schemas"]["Id"];
        /**
         * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied says how
         *     long it was. Preferences that are not understood are ignored (RFC 7240).
         */
        readonly Prefer: string;
        /**
         * @description The same key with the same JSON value (names in any order, any white space, 1 or 1.0) gives the same prediction; with
         *     another value `idempotency-key-reused`.
         */
        readonly IdempotencyKey: components["schemas"]["IdempotencyKey"];
        /**
         * @description Line n is one prediction under this key and n. The same lines sent again with the same key give the same ids; a
         *     line that has changed is answered `idempotency-key-reused`.
         */
        readonly BatchIdempotencyKey: components["schemas"]["IdempotencyKey"];
        /** @description Resume after this event. */
        readonly LastEventId: string;
        readonly TagFilter: components["schemas"]["Tag"];
        /** @description RFC 3339; by default now. */
        readonly At: components["schemas"]["Time"];
        readonly FirstVersion: components["schemas"]["Version"];
        readonly SecondVersion: components["schemas"]["Version"];
        /** @description Over time, an item for each period of so many seconds in which forecasts were made; 5,000 at most, the newest. */
        readonly PeriodSeconds: number;
        /** @description Of the cascades that are counted. By default real ones alone. */
        readonly ProvenanceFilter: components["schemas"]["Provenance"];
        readonly StateFilter: components["schemas"]["PredictionState"];
        /** @description A cascade's id. */
        readonly SubjectFilter: components["schemas"]["Subject"];
        /** @description Answered by this version. */
        readonly ModelVersionFilter: components["schemas"]["Version"];
        readonly CreatedFrom: components["schemas"]["Time"];
        readonly CreatedBefore: components["schemas"]["Time"];
    };
    requestBodies: {
        readonly Rollback: {
            readonly content: {
                readonly "application/json": {
                    readonly version?: components["schemas"]["Version"];
                    readonly reason?: components["schemas"]["ReasonText"];
                    readonly actor?: components["schemas"]["Actor"];
                };
            };
        };
        readonly GarbageCollection: {
            readonly content: {
                readonly "application/json": {
                    /** @default true */
                    readonly dryRun?: boolean;
                    readonly keepServed?: number;
                    readonly keepNewest?: number;
                    readonly actor?: components["schemas"]["Actor"];
                };
            };
        };
        readonly Promotion: {
            readonly content: {
                readonly "application/json": {
                    readonly reason?: components["schemas"]["ReasonText"];
                    readonly actor?: components["schemas"]["Actor"];
                };
            };
        };
        readonly Note: {
            readonly content: {
                readonly "application/json": {
                    readonly text: string;
                    readonly actor?: components["schemas"]["Actor"];
                };
            };
        };
        readonly TrainingRequest: {
            readonly content: {
                readonly "application/json": {
                    readonly reason?: components["schemas"]["ReasonText"];
                    /** @default false */
                    readonly override?: boolean;
                    /**
                     * @description Learn from simulated and demo samples alone, and mark the version so. By default from real ones alone.
                     * @default false
                     */
                    readonly isSimulated?: boolean;
                    /** @description Where the samples came from, for the manifest. */
                    readonly source?: string;
                };
            };
        };
        readonly Samples: {
            readonly content: {
                readonly "application/json": components["schemas"]["SampleSubmission"];
            };
        };
        readonly PredictorSubmission: {
            readonly content: {
                readonly "application/json": components["schemas"]["PredictorSubmission"];
            };
        };
    };
    headers: {
        /** @description On a deprecated route only: since when it is, as @ and seconds since 1970 (RFC 9745). It is removed in the release after. */
        readonly Deprecation: string;
        /** @description On a deprecated route only: the route that replaces it, as `rel="successor-version"`. */
        readonly Link: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly listCascades: {
        readonly parameters: {
            readonly query?: {
                readonly order?: "predicted" | "updated";
                /** @description Of `predicted` by default those that are open; of `updated` all. */
                readonly state?: "open" | "ended";
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["WatchedCascade"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly submitCascade: {
        readonly parameters: {
            readonly query?: {
                /** @description Of a table: as `id` of a JSON body. */
                readonly id?: components["schemas"]["Subject"];
                /** @description Of a table: as `windowSeconds` of a JSON body. */
                readonly windowSeconds?: number;
                /**
                 * @deprecated
                 * @description The old name of `windowSeconds`.
                 */
                readonly window?: number;
                /** @description Of a table: as `model` of a JSON body. */
                readonly model?: components["schemas"]["Version"];
                /** @description Of a table: as `deadline` of a JSON body. */
                readonly deadline?: components["schemas"]["Deadline"];
                /** @description Of a table: as `callback` of a JSON body. */
                readonly callback?: components["schemas"]["Callback"];
                /** @description Of a table: the heading of the times; a number from 1 where there is no heading. */
                readonly timeColumn?: string;
                /** @description Of a table: the heading of the followers. */
                readonly followersColumn?: string;
                /** @description Of a table: headings to ignore, separated by commas. */
                readonly ignoreColumns?: string;
                /** @description Of a table: the unit of the times. */
                readonly timeUnit?: "seconds" | "milliseconds" | "microseconds" | "nanoseconds" | "minutes" | "hours";
                /** @description Of a table: whether times count from the post at 0, or from another moment (a clock), the first row being the post. */
                readonly timeOrigin?: "post" | "clock";
                /** @description Of a table: the decimal mark. */
                readonly decimal?: "dot" | "comma";
                /** @description Of a table: what separates the cells. */
                readonly delimiter?: "comma" | "semicolon" | "tab" | "pipe" | "space";
            };
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied says how
                 *     long it was. Preferences that are not understood are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The same key with the same JSON value (names in any order, any white space, 1 or 1.0) gives the same prediction; with
                 *     another value `idempotency-key-reused`.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CascadeSubmission"];
                readonly "text/csv": string;
                readonly "text/tab-separated-values": string;
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Prediction"];
            readonly 202: components["responses"]["AcceptedCascade"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly submitCascadeBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Line n is one prediction under this key and n. The same lines sent again with the same key give the same ids; a
                 *     line that has changed is answered `idempotency-key-reused`.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["BatchIdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-ndjson": string;
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["BatchAnswers"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getCascade: {
        readonly parameters: {
            readonly query?: {
                /** @description The first so many events, in order of time. */
                readonly maxEvents?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly cascadeId: components["parameters"]["CascadeId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What is known of it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CascadeDetail"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly deleteCascade: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly cascadeId: components["parameters"]["CascadeId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What was deleted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeletedCascade"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getCascadeOutcome: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly cascadeId: components["parameters"]["CascadeId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The outcome. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CascadeOutcome"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly putCascadeOutcome: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly cascadeId: components["parameters"]["CascadeId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CascadeOutcomeReport"];
            };
        };
        readonly responses: {
            /** @description The outcome as stored. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CascadeOutcome"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPredictors: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Every predictor that is plugged in. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Predictor"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getPredictor: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What it declares. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Predictor"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPredictorPredictions: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                readonly state?: components["parameters"]["StateFilter"];
                /** @description A cascade's id. */
                readonly subject?: components["parameters"]["SubjectFilter"];
                /** @description Answered by this version. */
                readonly modelVersion?: components["parameters"]["ModelVersionFilter"];
                readonly createdFrom?: components["parameters"]["CreatedFrom"];
                readonly createdBefore?: components["parameters"]["CreatedBefore"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["PredictionPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly submitToPredictor: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied says how
                 *     long it was. Preferences that are not understood are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The same key with the same JSON value (names in any order, any white space, 1 or 1.0) gives the same prediction; with
                 *     another value `idempotency-key-reused`.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["PredictorSubmission"];
        readonly responses: {
            readonly 200: components["responses"]["Prediction"];
            readonly 202: components["responses"]["Accepted"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly submitBatchToPredictor: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Line n is one prediction under this key and n. The same lines sent again with the same key give the same ids; a
                 *     line that has changed is answered `idempotency-key-reused`.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["BatchIdempotencyKey"];
            };
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-ndjson": string;
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["BatchAnswers"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPredictorModels: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                readonly tag?: components["parameters"]["TagFilter"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ModelPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getPredictorServingModel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Model"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPredictorModelHistory: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["HistoryPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listModelChangelog: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ModelChangelogEntry"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getPredictorModelServingAt: {
        readonly parameters: {
            readonly query?: {
                /** @description RFC 3339; by default now. */
                readonly at?: components["parameters"]["At"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ModelServingAt"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly comparePredictorModels: {
        readonly parameters: {
            readonly query: {
                readonly first: components["parameters"]["FirstVersion"];
                readonly second: components["parameters"]["SecondVersion"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ModelComparison"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPredictorModelAccuracy: {
        readonly parameters: {
            readonly query?: {
                /** @description Over time, an item for each period of so many seconds in which forecasts were made; 5,000 at most, the newest. */
                readonly periodSeconds?: components["parameters"]["PeriodSeconds"];
                /** @description Of the cascades that are counted. By default real ones alone. */
                readonly provenance?: components["parameters"]["ProvenanceFilter"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["AccuracyPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly rollbackPredictorModel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Rollback"];
        readonly responses: {
            readonly 200: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly collectPredictorModels: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["GarbageCollection"];
        readonly responses: {
            readonly 200: components["responses"]["GarbageCollection"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getPredictorModel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
                readonly version: components["parameters"]["Version"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Model"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getPredictorModelArtefact: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
                readonly version: components["parameters"]["Version"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ModelArtefact"];
            readonly 304: components["responses"]["ModelArtefactUnchanged"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly promotePredictorModel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
                readonly version: components["parameters"]["Version"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Promotion"];
        readonly responses: {
            readonly 200: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly tagPredictorModel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
                readonly version: components["parameters"]["Version"];
                readonly tag: components["parameters"]["Tag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly untagPredictorModel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
                readonly version: components["parameters"]["Version"];
                readonly tag: components["parameters"]["Tag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly notePredictorModel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
                readonly version: components["parameters"]["Version"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Note"];
        readonly responses: {
            readonly 201: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPredictorTrainingRuns: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["TrainingRunPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly startPredictorTraining: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["TrainingRequest"];
        readonly responses: {
            readonly 202: components["responses"]["TrainingRequested"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listOutcomes: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                /** @description Of this subject. */
                readonly subject?: components["schemas"]["Subject"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Outcome"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly reportOutcomes: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OutcomeSubmission"];
                readonly "application/x-ndjson": string;
            };
        };
        readonly responses: {
            /** @description The outcome as stored; one BatchAnswer a line where lines were sent. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Outcome"];
                    readonly "application/x-ndjson": string;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getOutcome: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
                readonly subject: components["parameters"]["SubjectPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Outcome"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly putOutcome: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
                readonly subject: components["parameters"]["SubjectPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OutcomeReport"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Outcome"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly withdrawPredictorOutcomes: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly subject?: components["schemas"]["Subject"];
                    /** @description Of the subject. */
                    readonly id?: components["schemas"]["OutcomeId"];
                    /** @description Those that this source of the stream ended. */
                    readonly source?: components["schemas"]["SourceName"];
                    /** @description Those that ended then or later. */
                    readonly endedFrom?: components["schemas"]["Time"];
                    /** @description Those that ended before. */
                    readonly endedBefore?: components["schemas"]["Time"];
                    /** @default true */
                    readonly isDryRun?: boolean;
                    readonly reason: components["schemas"]["ReasonText"];
                };
            };
        };
        readonly responses: {
            /** @description What was taken back, or would be. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly isDryRun: boolean;
                        readonly outcomes: number;
                        readonly samples: number;
                        readonly scores: number;
                        /** @description The first 100. */
                        readonly subjects: readonly components["schemas"]["Subject"][];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly putPredictorSamples: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Samples"];
        readonly responses: {
            readonly 200: components["responses"]["SamplesStored"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listVerifications: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Verification"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly startVerification: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictor: components["parameters"]["PredictorPath"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The verifications, requested. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Verification"][];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listPredictions: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                readonly state?: components["parameters"]["StateFilter"];
                readonly predictor?: components["schemas"]["PredictorName"];
                /** @description A cascade's id. */
                readonly subject?: components["parameters"]["SubjectFilter"];
                /** @description Answered by this version. */
                readonly modelVersion?: components["parameters"]["ModelVersionFilter"];
                readonly createdFrom?: components["parameters"]["CreatedFrom"];
                readonly createdBefore?: components["parameters"]["CreatedBefore"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["PredictionPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly submitPrediction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied says how
                 *     long it was. Preferences that are not understood are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The same key with the same JSON value (names in any order, any white space, 1 or 1.0) gives the same prediction; with
                 *     another value `idempotency-key-reused`.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PredictionSubmission"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Prediction"];
            readonly 202: components["responses"]["Accepted"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getPrediction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied says how
                 *     long it was. Preferences that are not understood are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
            };
            readonly path: {
                readonly predictionId: components["parameters"]["PredictionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Prediction"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly cancelPrediction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictionId: components["parameters"]["PredictionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Prediction"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getPredictionInput: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictionId: components["parameters"]["PredictionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The stored input, as the predictor was given it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": unknown;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly retryPrediction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly predictionId: components["parameters"]["PredictionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: components["responses"]["Accepted"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly replayPrediction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied says how
                 *     long it was. Preferences that are not understood are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The same key with the same JSON value (names in any order, any white space, 1 or 1.0) gives the same prediction; with
                 *     another value `idempotency-key-reused`.
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path: {
                readonly predictionId: components["parameters"]["PredictionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly model: components["schemas"]["Version"];
                    readonly deadline?: components["schemas"]["Deadline"];
                    readonly callback?: components["schemas"]["Callback"];
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Prediction"];
            readonly 202: components["responses"]["Accepted"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly followPrediction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Resume after this event. */
                readonly "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            readonly path: {
                readonly predictionId: components["parameters"]["PredictionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["EventStream"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listAlerts: {
        readonly parameters: {
            readonly query?: {
                readonly cascadeId?: components["schemas"]["Subject"];
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Alert"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly followFeed: {
        readonly parameters: {
            readonly query?: {
                /** @description Only events of this topic. */
                readonly topic?: "predictions" | "cascades" | "alerts" | "models";
                /** @description Only events about this (a prediction's, a cascade's or a predictor's id). */
                readonly key?: string;
            };
            readonly header?: {
                /** @description Resume after this event. */
                readonly "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["EventStream"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listModels: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                readonly tag?: components["parameters"]["TagFilter"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ModelPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getServingModel: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Model"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listModelHistory: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["HistoryPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getModelServingAt: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
                /** @description RFC 3339; by default now. */
                readonly at?: components["parameters"]["At"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ModelServingAt"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly compareModels: {
        readonly parameters: {
            readonly query: {
                readonly predictor?: components["parameters"]["Predictor"];
                readonly first: components["parameters"]["FirstVersion"];
                readonly second: components["parameters"]["SecondVersion"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ModelComparison"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listModelAccuracy: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
                /** @description Over time, an item for each period of so many seconds in which forecasts were made; 5,000 at most, the newest. */
                readonly periodSeconds?: components["parameters"]["PeriodSeconds"];
                /** @description Of the cascades that are counted. By default real ones alone. */
                readonly provenance?: components["parameters"]["ProvenanceFilter"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["AccuracyPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly rollbackModel: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Rollback"];
        readonly responses: {
            readonly 200: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly collectModels: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["GarbageCollection"];
        readonly responses: {
            readonly 200: components["responses"]["GarbageCollection"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getModel: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path: {
                readonly version: components["parameters"]["Version"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Model"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getModelArtefact: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path: {
                readonly version: components["parameters"]["Version"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ModelArtefact"];
            readonly 304: components["responses"]["ModelArtefactUnchanged"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly promoteModel: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path: {
                readonly version: components["parameters"]["Version"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["Promotion"];
        readonly responses: {
            readonly 200: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly tagModel: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path: {
                readonly version: components["parameters"]["Version"];
                readonly tag: components["parameters"]["Tag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly untagModel: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path: {
                readonly version: components["parameters"]["Version"];
                readonly tag: components["parameters"]["Tag"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly noteModel: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path: {
                readonly version: components["parameters"]["Version"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Note"];
        readonly responses: {
            readonly 201: components["responses"]["HistoryEntry"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listTrainingRuns: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["TrainingRunPage"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly startTraining: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: components["requestBodies"]["TrainingRequest"];
        readonly responses: {
            readonly 202: components["responses"]["TrainingRequested"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getTrainingRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly runId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The run as it stands. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TrainingRun"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly putSamples: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: components["requestBodies"]["Samples"];
        readonly responses: {
            readonly 200: components["responses"]["SamplesStored"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly withdrawOutcomes: {
        readonly parameters: {
            readonly query?: {
                readonly predictor?: components["parameters"]["Predictor"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly cascadeId?: components["schemas"]["Subject"];
                    /** @description Those that this source of the stream ended. */
                    readonly source?: components["schemas"]["SourceName"];
                    /** @description Those that ended then or later. */
                    readonly endedFrom?: components["schemas"]["Time"];
                    /** @description Those that ended before. */
                    readonly endedBefore?: components["schemas"]["Time"];
                    /** @default true */
                    readonly isDryRun?: boolean;
                    readonly reason: components["schemas"]["ReasonText"];
                };
            };
        };
        readonly responses: {
            /** @description What was taken back, or would be. */
            readonly 200: {
                headers: {
                    readonly Deprecation: components["headers"]["Deprecation"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OutcomeWithdrawal"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listDeadLetters: {
        readonly parameters: {
            readonly query?: {
                readonly includeRedriven?: boolean;
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["DeadLetter"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly removeDeadLetter: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly deadLetterId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What was removed. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeadLetter"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getDeadLetterBody: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly deadLetterId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them, as they came. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/octet-stream": unknown;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly redriveDeadLetter: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly deadLetterId: components["schemas"]["Id"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Sent again. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeadLetter"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listWebhookDeliveries: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                readonly state?: "pending" | "delivered" | "abandoned";
                readonly predictionId?: components["schemas"]["Id"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page, newest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["WebhookDelivery"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listQueues: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One item a queue. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["QueueFigures"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getStream: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Totals, and each partition. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreamFigures"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listSources: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them, by name. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["StreamSource"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly resetSource: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly source: components["schemas"]["SourceName"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description From when on it counts. By default as if it had not spoken. */
                    readonly watermark?: components["schemas"]["Time"];
                    readonly reason: components["schemas"]["ReasonText"];
                };
            };
        };
        readonly responses: {
            /** @description Durable on the stream. The source, as it was. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StreamSource"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listProcesses: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One item a process. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Process"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Session"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly startSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly key: string;
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Session"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly endSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Session"];
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getLiveness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It does. Nothing else was touched. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @constant */
                        readonly status: "live";
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getReadiness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What callers ask can be done; `degraded` where another part of the process does not work. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description It cannot be done; `checks` says why. */
            readonly 503: {
                headers: {
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getMetrics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Prometheus text exposition. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getContract: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The OpenAPI 3.1 document. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": Record<string, unknown>;
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly postEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Who tells, where an entry does not say so. Each source has a time of its own. */
                readonly source?: components["schemas"]["SourceName"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["FeedEntries"];
                readonly "application/x-ndjson": string;
                readonly "application/cloudevents+json": components["schemas"]["FeedCloudEvent"];
                readonly "application/cloudevents-batch+json": readonly components["schemas"]["FeedCloudEvent"][];
            };
        };
        readonly responses: {
            /** @description Durable. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly events: number;
                        readonly watermarks: number;
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listReplays: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The `next` of the page before. Where the database was restored since, or is another, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Replay"][];
                        readonly next: components["schemas"]["Next"];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly startReplay: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReplaySubmission"];
            };
        };
        readonly responses: {
            /** @description The replay, requested. */
            readonly 202: {
                headers: {
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Replay"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly listReplayFolders: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Those that hold an index.csv, by name. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly name: string;
                        }[];
                    };
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly getReplay: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly replayId: components["parameters"]["ReplayId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The replay as it stands. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReplayReport"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
    readonly stopReplay: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly replayId: components["parameters"]["ReplayId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The replay as it stands. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Replay"];
                };
            };
            readonly default: components["responses"]["Problem"];
        };
    };
}
