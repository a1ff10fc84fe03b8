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
         * List the watched cascades
         * @description `predicted`: cascades with a forecast, the largest median first, one page. `updated`: the last changed first.
         *     Figures may be seconds old while very many cascades grow at once; `GET /cascades/{cascadeId}` is exact. Cascades that
         *     were only submitted (`POST /cascades`) are not watched and not listed.
         */
        readonly get: operations["listCascades"];
        readonly put?: never;
        /**
         * Submit a cascade
         * @description The observation is every event with `time` <= `windowSeconds`; later events are ignored and counted as
         *     `ignoredEvents`. The answer is sent after the commit: accepted means stored. With `Prefer: wait=n` the answer is the
         *     prediction itself (200) if it ends within n seconds.
         *
         *     A table works in place of JSON (`text/csv`, `text/tab-separated-values`, also gzipped). The service detects its
         *     delimiter, columns, time unit and order; `notes` in the answer say how it was read. An ambiguous table is refused, and
         *     `field` names the parameter that resolves it. The other fields of a JSON body are parameters too. With a JSON body
         *     these parameters are refused, but not `exceeds`.
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
         * Submit many cascades, one a line
         * @description Newline-delimited JSON: each line is a body of `POST /cascades`. The service answers each with one line, in order,
         *     while the request is still being sent. A refused line does not affect the others; an empty line is skipped.
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
         * Get one watched cascade with its events and forecasts
         * @description Its figures are from the collector's last checkpoint, at most some seconds old.
         */
        readonly get: operations["getCascade"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a cascade
         * @description Deletes its predictions in any state, with their inputs, its outcome, samples, scores, alerts and events. Later events
         *     are dropped and counted. Model versions that were trained on it do not change: they keep its final size and, with
         *     `GROUNDSWELL_TRAIN_KEEP_IDS`, its id.
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
        /** Get the last reported final size */
        readonly get: operations["getCascadeOutcome"];
        /**
         * Report the final size
         * @description The trainer uses it for samples and for the accuracy of each version. You may report again: the last report counts and
         *     `revision` increases.
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
        /** List the predictors with their inputs and answers */
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
        /** Get one predictor with its inputs and answers */
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
        /** List the predictions of a predictor, newest first */
        readonly get: operations["listPredictorPredictions"];
        readonly put?: never;
        /**
         * Submit an input to a predictor
         * @description The answer is sent after the commit: accepted means stored. With `Prefer: wait=n` the answer is the prediction itself
         *     (200) if it ends within n seconds.
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
         * Submit many inputs to a predictor, one a line
         * @description Newline-delimited JSON: each line is a body of `POST /predictors/{predictor}/predictions`. The service answers each
         *     with one line, in order, while the request is still being sent. A refused line does not affect the others; an empty
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
        /** List the versions, newest first */
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
         * Get the live version
         * @description As `GET /models/latest`, for any predictor.
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
        /** List promotions, rollbacks, tags and notes, newest first */
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
         * List the changes from version to version, newest first
         * @description For each version: its changes in data, parameters and code against its parent, its losses by slice beside its
         *     parent's, the verdict of the gate, and who promoted, declined or rolled it back, when and why. `unknown` names what is
         *     unknown: a version may have been published without a training run, or its artefact may be deleted.
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
        /** Get the version that was live at a time */
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
        /** Compare the metrics of two versions */
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
         * Get the accuracy of each version on later outcomes
         * @description The loss (for cascade-size, absolute relative error) of each version that was live, and of the answer without a
         *     version, on later outcomes. A version is not measured on cascades of its training set.
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
         * Roll back to an earlier version
         * @description As `POST /models/rollback`, for any predictor.
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
         * @description Keeps the live version, the last live ones, the newest and every tagged one. Manifests and history stay. The default
         *     is a dry run: set `dryRun` to false to delete.
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
        /** Get the manifest of a version */
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
        /** Download the artefact of a version */
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
         * Promote a version
         * @description Makes a version live, whatever the verdict of the gate. The history keeps the reason and the actor. The version must
         *     exist and load. Every worker thread uses it within a second.
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
         * @description Garbage collection keeps tagged versions.
         */
        readonly put: operations["tagPredictorModel"];
        readonly post?: never;
        /** Remove a tag from a version */
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
        /** Add a note to a version */
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
         * List the training runs, newest first
         * @description For each run: its trigger, its measurements, and why its version was promoted, declined or postponed.
         */
        readonly get: operations["listPredictorTrainingRuns"];
        readonly put?: never;
        /**
         * Start a training run
         * @description The request is stored, and a trainer claims it. `override` promotes the version even if it does not pass the gate, and
         *     requires a reason, which the history keeps.
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
         * List the outcomes of a predictor, by subject and id
         * @description Withdrawn outcomes are not listed.
         */
        readonly get: operations["listOutcomes"];
        readonly put?: never;
        /**
         * Report outcomes for a predictor with many outcomes for each subject
         * @description One outcome as JSON, or one a line (`application/x-ndjson`), answered line by line in order. Each outcome has an `id`
         *     within its subject; the default is a new one. The same id with the same value changes nothing; with another value it
         *     is a new revision. An outcome is refused if it does not match the predictor's schema (`invalid-field`), contradicts
         *     the input of its subject (`outcome-contradicts-input`), or belongs to a subject without a stored prediction
         *     (`not-found`); the earlier value stays. For a predictor with one outcome for each subject the answer is `conflict`.
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
        /** Get the last reported outcome */
        readonly get: operations["getOutcome"];
        /**
         * Report the outcome of a subject
         * @description The trainer uses it for samples and for the accuracy of each version. You may report again: the last report counts and
         *     `revision` increases; the same value changes nothing. It is refused for the reasons of `POST .../outcomes`. For a
         *     predictor with many outcomes for each subject the answer is `conflict`.
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
         * Withdraw outcomes
         * @description Withdraws outcomes made by mistake, with their samples and scores: later trainings and the accuracy exclude them. All
         *     given conditions must hold; at least one is required. The default is a dry run, which lists the outcomes. A repetition
         *     finds nothing more. For cascades that the stream ended, `groundswell.cascades` gets a message that retracts them. The
         *     stream does not report a withdrawn outcome again; a report does. Versions that were trained on them stay: roll back,
         *     or train again.
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
         * Add samples of finished cases
         * @description For cases that finished elsewhere (`groundswell train DIR --publish`): the training data of each, as the predictor's
         *     `sample` makes it. A sample replaces the earlier one with the same subject and slice. This starts no training: use
         *     `POST /predictors/{predictor}/training`.
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
         * List verifications of the live version, newest first
         * @description The measurements on the newest outcomes and on the golden set, and whether the live version passed.
         */
        readonly get: operations["listVerifications"];
        readonly put?: never;
        /**
         * Verify the live version now
         * @description The request is stored, and the trainer runs it after its current training: one verification on the newest outcomes and
         *     one on the golden set. If one of a kind already waits, the answer is that one.
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
        /** List predictions, newest first */
        readonly get: operations["listPredictions"];
        readonly put?: never;
        /**
         * Submit an input to any predictor
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
         * Get a prediction
         * @description With `Prefer: wait=n` the answer comes when the prediction has ended, or after n seconds in its current state.
         */
        readonly get: operations["getPrediction"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Cancel a prediction
         * @description A queued one never runs, and a running one is stopped. Canceling a canceled one changes nothing. One that succeeded or
         *     failed is a `conflict`.
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
        /** Get the input of a prediction */
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
         * Retry a failed or canceled prediction
         * @description Starts a new generation with no attempts. One that is queued, running or succeeded is a `conflict`.
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
         * Predict the same input with another version
         * @description A new prediction of the stored input with the given version, whatever version is live.
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
         * Subscribe to one prediction
         * @description The first event is its current state; then one event for each change. The stream ends with the prediction.
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
        /** List alerts (forecasts above the threshold), newest first */
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
         * Subscribe to all changes
         * @description Each event has an `id` (opaque; the part before its dot is an increasing number). Send the last one as `Last-Event-ID`
         *     (browsers do) to resume without a gap, as long as events are kept. Without it the feed starts now, and the first
         *     message has the id it starts after. A comment every few seconds reveals a dead connection. A reader that is too far
         *     behind is disconnected and resumes after its last id.
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
         * List the versions, newest first
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
         * Get the live version
         * @description A newer candidate that did not pass the gate is listed, and is not live. 404 if no version is live.
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
         * List promotions, rollbacks, tags and notes, newest first
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
         * Get the version that was live at a time
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
         * Compare the metrics of two versions
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
         * Get the accuracy of each version on later outcomes
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
         * Roll back to an earlier version
         * @description With an empty body the previous live version is live again; a second rollback goes back one more. With `version` that
         *     version is live, if it was live before. Nothing is deleted: the history gets an entry. Before the first version:
         *     `nothing-to-roll-back-to`. A missing version: `unknown-version`. One that does not load: `damaged-version`, and the
         *     live version stays.
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
         * Get the manifest of a version
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
         * Download the artefact of a version
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
         * Promote a version
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
         * Remove a tag from a version
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
         * Add a note to a version
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
         * List the training runs, newest first
         * @deprecated
         * @description As `GET /predictors/{predictor}/training`.
         */
        readonly get: operations["listTrainingRuns"];
        readonly put?: never;
        /**
         * Start a training run
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
        /** Get a training run */
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
         * Add samples of finished cases
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
         * Withdraw outcomes
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
        /** List dead letters, newest first */
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
         * Remove a dead letter
         * @description Deletes its bytes too; it cannot be redriven afterwards. Its prediction does not change.
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
        /** Download the message of a dead letter */
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
         * Redrive a dead letter
         * @description A dead letter of a prediction starts a new generation of it. Any other is put back on its queue or topic with its
         *     original bytes and headers. One that was already redriven is a `conflict`, and so is one without bytes: a batch of
         *     Kafka that could not be decoded.
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
        /** List the webhook deliveries with their states */
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
        /** Get depth, age and throughput of each predictor's queue */
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
         * Get the positions and counters of the collector
         * @description As of the last checkpoint of each partition. docs/stream.md explains each counter.
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
         * List the sources of the stream with their watermarks
         * @description As of the last checkpoint of each partition. `fault` describes what is wrong with a source's time.
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
         * @description Corrects the effect of a wrong watermark or event. Without `watermark` the source has no time again. The reset is a
         *     message to every partition, in order. Open cascades stay open until the source's time passes their windows. Those that
         *     ended by the wrong time stay ended: later events revise their outcomes, and `POST /outcomes/withdraw` withdraws these.
         *     The log has the actor and the reason.
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
        /** List the running processes with the state of their threads */
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
        /** Get the session, and whether a key is required */
        readonly get: operations["getSession"];
        readonly put?: never;
        /**
         * Start a session with an API key
         * @description For pages, because an EventSource sends no headers of its own. The cookie `groundswell-session` never contains the
         *     key. Scripts cannot read it (HttpOnly), other sites cannot send it (SameSite=Strict), and over https it is sent only
         *     over https (Secure). It is valid for a configured time, in every process with the same keys, and ends with its key.
         *     Every method except GET also needs the answer's `csrfToken` as `X-CSRF-Token`, and an Origin of the service. After ten
         *     wrong keys within a minute an address gets 429 for further wrong keys.
         */
        readonly post: operations["startSession"];
        /** End the session */
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
        /** Get whether the process answers */
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
         * Get whether the process can do its work
         * @description The answer contains the last reports of the process's components and queries nothing. `ready`: all of them work.
         *     `degraded`: the process can do its work, and `checks` lists what has failed. `not-ready`: it cannot do its work.
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
        /** Get the metrics of this process for Prometheus */
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
        /** Get this description */
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
         * Send events and watermarks
         * @description A JSON array, or newline-delimited JSON with one entry a line: any mixture of events and watermarks. The service
         *     accepts all entries or none, and answers once they are durable on the events topic. It refuses every entry that the
         *     collector would refuse, with its position in the request and the reason: an invalid id, or a time that is before 2000,
         *     in another unit than seconds, or more than `GROUNDSWELL_FUTURE_SECONDS` (300) in the future. The answer names the
         *     first 20 of them. A field that is not described here (a text, a name) is refused. Equal `eventId`s of one cascade are
         *     one event, so you may send a request again. A source without watermarks moves by its events and, once it is silent, by
         *     the clock.
         *
         *     The messages of asyncapi.yaml are accepted unchanged: CloudEvents 1.0 in structured mode, one or a batch. `id` is the
         *     event's and `subject` the cascade's; `source` overrides the query's; the event's time is `data.time`. Other attributes
         *     (`time`, `dataschema`, extensions) are ignored. Binary mode (`ce-` headers) is refused with 415.
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
        /** List replays, newest first */
        readonly get: operations["listReplays"];
        readonly put?: never;
        /**
         * Start a replay of cascades, a simulation, or a replay of the recorded topic with a version
         * @description The request is stored, and a source claims it. A folder is one of `GET /replays/folders` (by name), or any folder
         *     below the configured ones. Files have no start times: the seed decides when each cascade starts. Event times are in
         *     the past, so that a replay ends about now.
         *
         *     A replay of kind `topic` writes nothing to the stream. It reads the events topic again and forecasts every window of
         *     every stored cascade with `model`, beside the live answers and without changing them.
         *
         *     An option without effect on the kind of replay is refused (`invalid-field`).
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
        /** List the folders that can be replayed */
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
        /** Get a replay and its results so far */
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
         * Stop a replay
         * @description It sends no more events, and undoes nothing. An ended replay does not change. Its open cascades end by idleness.
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
        /** @description Send it as `cursor`; null on the last page. */
        readonly Next: string | null;
        /** @description A model version. */
        readonly Version: number;
        /** @example cascade-size */
        readonly PredictorName: string;
        /**
         * @description Origin of the data: observed (`real`), simulated (`simulated`), or replayed from the examples (`demo`). By default
         *     only real data train models and count as accuracy.
         * @enum {string}
         */
        readonly Provenance: "real" | "simulated" | "demo";
        /**
         * @description The caller's id of the subject of a prediction (a cascade's id): 1 to 200 Unicode characters (code points), without
         *     NUL or half of a surrogate pair, and not `.` or `..`. Ids are compared unchanged: two normal forms of one text are two
         *     ids.
         */
        readonly Subject: string;
        readonly Tag: string;
        /** @description Who did it; the default is the name of the API key. */
        readonly Actor: string;
        readonly ReasonText: string;
        /**
         * Format: date-time
         * @description RFC 3339. A prediction that has not ended by then fails with `deadline-passed`. The default is a configured time from
         *     now.
         */
        readonly Deadline: string;
        /**
         * Format: uri
         * @description URL that gets the final state by POST (Standard Webhooks). Private addresses only if the configuration allows them.
         */
        readonly Callback: string;
        /** @enum {string} */
        readonly PredictionState: "queued" | "running" | "succeeded" | "failed" | "canceled";
        /**
         * @description An opaque id of the author. Only that of the post is used: past posts of the same author then count more, if training found
         *     that this helps. It may be a pseudonym; it must be the same for all posts of an author. Training samples and model versions
         *     keep a 52-bit hash of it.
         */
        readonly AuthorId: string;
        readonly Event: {
            /** @description Seconds since the post. */
            readonly time: number;
            /**
             * @description Followers of its author. Omit it, or send null, if they are unknown: unknown is not 0. Reshares that are all 0, and a post
             *     of 0 without reshares, count as unknown too, because many exports write 0.
             */
            readonly magnitude?: number | null;
            readonly authorId?: components["schemas"]["AuthorId"];
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
            /** @description The post, at time 0, and its reshares in order of time. Equal times are allowed. The maximum number is configured. */
            readonly events: readonly components["schemas"]["Event"][];
            /**
             * @description Seconds since the post at which the observation ends, from a minute to a week. The default is the time of the last
             *     event, at least 60.
             */
            readonly windowSeconds?: number;
            /**
             * @deprecated
             * @description The old name of `windowSeconds`. If both are given they must be equal.
             */
            readonly window?: number;
            readonly model?: components["schemas"]["Version"];
            readonly deadline?: components["schemas"]["Deadline"];
            readonly callback?: components["schemas"]["Callback"];
        };
        readonly PredictionSubmission: {
            readonly predictor: components["schemas"]["PredictorName"];
            /** @description The input by the predictor's schema (GET /predictors). */
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
        /** @description Only in the answer to a table. Sentences that say how it was read. */
        readonly TableNotes: readonly string[];
        readonly AcceptedCascade: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: string | null;
            readonly state: components["schemas"]["PredictionState"];
            /** @description As requested, or the time of the last event (at least 60). */
            readonly windowSeconds: number;
            /** @description The request had no window. */
            readonly isDefaultWindow: boolean;
            /** @description Events with time <= windowSeconds. */
            readonly observedEvents: number;
            /** @description Events after the window. */
            readonly ignoredEvents: number;
            readonly links: components["schemas"]["PredictionLinks"];
            readonly notes?: components["schemas"]["TableNotes"];
        };
        /** @description One line of the answer to a batch. */
        readonly BatchAnswer: {
            /** @description The line of the request, from 1. */
            readonly line: number;
            /** @description For `POST /cascades/batch` an AcceptedCascade; for outcomes an Outcome. */
            readonly accepted: components["schemas"]["Accepted"] | components["schemas"]["AcceptedCascade"] | components["schemas"]["Outcome"];
        } | {
            readonly line: number;
            readonly problem: components["schemas"]["Problem"];
        };
        /**
         * @description How the service knew that the input which it collected from the stream was complete. `events`: the time of the source
         *     had passed the window. `clock`: the source was silent and its time followed the clock, so it may still send events of
         *     the window. Null: a caller gave the input, or it is from an earlier release.
         * @enum {string|null}
         */
        readonly TimedBy: "events" | "clock" | null;
        /** @description For one that the service made beside the usual ones. It runs after the others. Null for the others. */
        readonly ExtraPrediction: {
            /** @description Unique. For a cascade: its id, the reason, and a number from 1 on. */
            readonly id: string;
            /**
             * @description For a cascade: `scheduled` (it reached a later age), `above-interval` (it has more events than the high end
             *     of its latest forecast), `below-interval` (fewer than the low end, and it is quiet) or `resumed` (activity
             *     resumed after a quiet phase).
             */
            readonly reason: string;
        } | null;
        readonly Prediction: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: string | null;
            readonly state: components["schemas"]["PredictionState"];
            /** @description Increases by one with each retry and redrive. */
            readonly generation: number;
            /** @description Within this generation. */
            readonly attempts: number;
            readonly createdAt: components["schemas"]["Time"];
            readonly startedAt: components["schemas"]["NullableTime"];
            readonly finishedAt: components["schemas"]["NullableTime"];
            /** @description While queued. */
            readonly nextAttemptAt: components["schemas"]["NullableTime"];
            readonly deadlineAt: components["schemas"]["Time"];
            /** @description After the end: when it is deleted. */
            readonly keptUntil: components["schemas"]["NullableTime"];
            readonly extra: components["schemas"]["ExtraPrediction"];
            readonly timedBy: components["schemas"]["TimedBy"];
            /** @description The version pinned by the request. */
            readonly requestedModel: number | null;
            /** @description The version that answered; null before the end, and if no version answered (the result's `method` says how). */
            readonly model: {
                readonly version: number;
                /** @description Of the version's artefact. */
                readonly sha256: string | null;
            } | null;
            readonly callback: string | null;
            readonly requestId: string | null;
            /** @description The predictor's answer; for cascade-size a Forecast. */
            readonly result: components["schemas"]["Forecast"] | Record<string, unknown> | null;
            /** @description Why it failed; for a queued one, why its last attempt failed. */
            readonly error: {
                readonly code: string;
                readonly reason: string;
            } | null;
            /** @description Seconds, by stage. `predictSeconds` is the time of the predictor's call, which the inputs of a batch share. */
            readonly timings: {
                readonly [key: string]: number;
            } | null;
            readonly links: components["schemas"]["PredictionLinks"];
            readonly notes?: components["schemas"]["TableNotes"];
            /** @description Only with the parameter `exceeds`. */
            readonly exceeds?: {
                /** @description As in the parameter. */
                readonly value: number;
                /**
                 * @description That the true value is above `value`: 1 below the smallest possible value (for cascade-size the events seen),
                 *     interpolated between the quantiles on the log scale. Null before the end and for an answer without quantiles.
                 */
                readonly probability: number | null;
            };
        };
        /**
         * @description The JSON of each event named `prediction.<state>`, except the first event of the feed of one prediction (a
         *     Prediction).
         */
        readonly PredictionChange: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: string | null;
            /** @description For cascade-size the window in seconds. */
            readonly slice: string | null;
            readonly state: components["schemas"]["PredictionState"];
            readonly generation: number;
            readonly attempts: number;
            readonly at: components["schemas"]["Time"];
            /** @description The version that answered, if one did. */
            readonly modelVersion?: number;
            readonly error?: {
                readonly code: string;
                readonly reason: string;
            };
        };
        /** @description The forecast of the final size. Sizes count all events, including the post. */
        readonly Forecast: {
            readonly windowSeconds: number;
            readonly observedEvents: number;
            /**
             * @description hybrid: the forests of a model version on Hawkes and other features. early: the small forest on counts, age and
             *     followers (fewer than 5 events). hawkes: the formula alone, w = 1, without a model version. untrained: an estimate
             *     with a wide range from the rate of the last events, where the model version has no answer; `reason` says why.
             *     none: no forecast; `reason` says why.
             * @enum {string}
             */
            readonly method: "hybrid" | "early" | "hawkes" | "untrained" | "none";
            /**
             * @description Why there is no forecast or no fit, or why the estimate is untrained.
             * @enum {string|null}
             */
            readonly reason: "too-few-events" | "fit-not-converged" | "branching-factor-at-bound" | "no-early-forest" | "window-not-trained" | "outside-training-range" | "canceled" | null;
            /** @description The final size is above it with probability 1/2. Null where the method has no distribution. */
            readonly median: number | null;
            /**
             * @description The size with the minimum expected absolute relative error, low by construction; with method hawkes, the result of
             *     the formula. The gate and `evaluate` measure it. Absent in answers stored by versions before it.
             */
            readonly areOptimal?: number | null;
            /**
             * @deprecated
             * @description Equal to `areOptimal`, which replaces it in the next release. For an expected size, read `median`.
             */
            readonly point: number | null;
            readonly interval: {
                readonly low: number;
                readonly high: number;
                /** @description Nominal, such as 0.8. */
                readonly coverage: number;
            } | null;
            /**
             * @description In ascending order. The final size is at most `size` with probability `share`; .1, .5 and .9 are `interval` and
             *     `median`. Null where the method has no distribution. Absent in answers stored by versions before it.
             */
            readonly quantiles?: readonly {
                readonly share: number;
                readonly size: number;
            }[] | null;
            /** @description The number of events already seen; the final size is never below it. */
            readonly lowerBound: number;
            /** @description w in N = n + w A1/(1 - n*) such that N is `areOptimal`. */
            readonly scalingFactor: number | null;
            readonly fit: components["schemas"]["FittedParameters"] | null;
            /**
             * @description The reasons of this forecast's median: log(base) and all contributions sum to log(median), so base times all factors
             *     is the median. Null without a median of a model version; absent in older answers.
             */
            readonly reasons?: components["schemas"]["Reasons"] | null;
            /**
             * @description The most similar finished cascades of the training set, the most similar first, at most one case of each. Empty
             *     without a median of a model version; absent in older answers.
             */
            readonly similar?: readonly components["schemas"]["SimilarCascade"][];
            /**
             * @deprecated
             * @description The features with the largest weight in the model, largest first. They are the same for every forecast of a window;
             *     `reasons` replaces them.
             */
            readonly weights: readonly {
                readonly feature: string;
                readonly importance: number;
                readonly value: number | null;
            }[];
            /**
             * @description Why the answer is to be doubted; empty: nothing is known against it. Absent in older answers. untrained: no model of
             *     the version answered, but an estimate without training. outside-training-range: the features are unlike those of the
             *     training set. smallest-size: fewer events were seen than of 98 % of the training cases in this window.
             *     disagrees-with-estimate: the median and an estimate without training are farther apart than for 99 % of the training
             *     cases. wide-range: the high end of the 80 % range is more than 30 times its low end. coverage: of the recent outcomes
             *     at this window, fewer than 70 % or more than 90 % were within the 80 % range.
             */
            readonly flags?: readonly {
                /** @enum {string} */
                readonly name: "untrained" | "outside-training-range" | "smallest-size" | "disagrees-with-estimate" | "wide-range" | "coverage";
                /** @description The reason in a sentence with figures. */
                readonly text: string;
            }[];
            /**
             * @description Whose followers are known: those of (nearly) all authors, of the author of the post alone, or of nobody. By this a
             *     variant of the model is chosen. Absent in older answers.
             * @enum {string}
             */
            readonly followers?: "all" | "post" | "none";
            /**
             * @description The training set of the models that answered. Null without a model, and where a version does not state it. Absent in
             *     older answers.
             */
            readonly trainedOn?: {
                readonly cascades: number;
                /** @description How many of the cascades were simulated. */
                readonly simulatedCascades: number;
                /** @description The smallest final size. */
                readonly minSize: number;
                /** @description The largest final size. */
                readonly maxSize: number;
                /** @description As the training was told by its option `networks`. Empty when it was not. */
                readonly networks: readonly string[];
                /** @description The first and the last year in which the observed cascades ended. Null when not known. */
                readonly years: readonly number[] | null;
            } | null;
            /**
             * @description The recent outcomes by which the sizes were adapted. Null: they were not, for too few outcomes are known. Absent in
             *     older answers.
             */
            readonly calibration?: {
                /** @description Recent outcomes at this window. */
                readonly outcomes: number;
                /** @description The share of the last of them within the ranges that the outcomes before them gave. Null when too few. */
                readonly coverage: number | null;
            } | null;
            /** @description Whether the input is outside the range of the training set; null without a model. */
            readonly range: {
                readonly isOutside: boolean;
                readonly distance: number | null;
                readonly limit: number;
            } | null;
        };
        readonly Reasons: {
            /** @description The final size to start from, the geometric mean of the training cases. */
            readonly base: number;
            /**
             * @description By group of features, the largest effect first. The last group, `adjustment`, is what the decision paths of the forests
             *     do not explain: the median in place of the mean, past cascades of the author and of its kind, limits and rounding.
             */
            readonly groups: readonly {
                /** @description Such as count, rate, growth, followers, expected, age or adjustment. */
                readonly name: string;
                /** @description The group in words. */
                readonly title: string;
                /** @description On the natural logarithm of the final size. */
                readonly contribution: number;
                /** @description On the final size: e^contribution, with 4 digits. */
                readonly factor: number;
            }[];
        };
        readonly SimilarCascade: {
            /** @description Its `cascadeId`; null if the model version does not keep it. */
            readonly id: string | null;
            /** @description Its events at the trained window nearest to the requested one. */
            readonly observedEvents: number;
            readonly finalSize: number;
            /** @description Its share of the weight of all training cases in this forecast. */
            readonly weight: number;
            /** @description Simulated or a demo; null if the model version does not keep it. */
            readonly isSimulated: boolean | null;
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
            /** @description A1: expected future direct offspring of the events seen. */
            readonly directOffspring: number;
            readonly negLogLikelihood: number;
            readonly isConverged: boolean;
            readonly iterations: number;
            readonly starts: number;
            readonly boundsHit: readonly string[];
        };
        readonly CascadeOutcomeReport: {
            /** @description All events, including the post. */
            readonly finalSize: number;
            /** @description When it was final; the default is now. */
            readonly endedAt?: components["schemas"]["Time"];
            /** @description Default: that of the watched cascade or of the earlier report, else `real`. */
            readonly provenance?: components["schemas"]["Provenance"];
        };
        /** @description The caller's id of the outcome; unique within its subject. */
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
            /** @description When it was final. Default: now, or unchanged if the outcome is the same. */
            readonly endedAt?: components["schemas"]["Time"];
            /** @description Default: that of the watched cascade or of the earlier report, else `real`. */
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
            /** @description Default: a new one. Set your own if you may send the report again. */
            readonly id?: components["schemas"]["OutcomeId"];
            /** @description When it was final. Default: now, or unchanged if the outcome is the same. */
            readonly endedAt?: components["schemas"]["Time"];
            /** @description Default: that of the earlier report, else `real`. */
            readonly provenance?: components["schemas"]["Provenance"];
        };
        readonly Outcome: {
            readonly predictor: components["schemas"]["PredictorName"];
            readonly subject: components["schemas"]["Subject"];
            /** @description Null: the only outcome of its subject. */
            readonly id: string | null;
            /** @description The outcome by the predictor's schema. */
            readonly outcome: unknown;
            readonly endedAt: components["schemas"]["Time"];
            /** @description Increases by one with each report of another value. */
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
            /** @description Increases by one with each report. */
            readonly revision: number;
            /** @enum {string} */
            readonly source: "reported" | "stream";
            readonly provenance: components["schemas"]["Provenance"];
        };
        readonly WatchedCascade: {
            readonly id: components["schemas"]["Subject"];
            /** @description The source of its first event. */
            readonly source: string;
            readonly provenance: components["schemas"]["Provenance"];
            /** @enum {string} */
            readonly state: "open" | "ended";
            /** @description Time of its post; null while the collector waits for the post. */
            readonly startedAt: components["schemas"]["NullableTime"];
            readonly lastEventAt: components["schemas"]["Time"];
            /** @description Distinct events so far, including the post. */
            readonly events: number;
            /** @description Seconds since the post. */
            readonly windowsPassed: readonly number[];
            /** @description The latest forecast. Its sizes are at least the number of events so far. */
            readonly forecast: components["schemas"]["CascadeForecast"] | null;
            /**
             * @description Since when it grows faster than expected: it had more events than the high end of its latest forecast. Null: it does
             *     not, or a forecast that includes these events was followed by another one.
             */
            readonly growingFasterSince: components["schemas"]["NullableTime"];
            readonly endedAt: components["schemas"]["NullableTime"];
            /** @description Number of reports of its final size. */
            readonly revision: number;
            readonly updatedAt: components["schemas"]["Time"];
            readonly links: {
                readonly self: string;
            };
        };
        readonly CascadeForecast: {
            readonly windowSeconds: number;
            /** @description The expected final size. Null where the method has no distribution, and for forecasts of earlier releases. */
            readonly median: number | null;
            /** @description The size with the minimum expected absolute relative error. */
            readonly areOptimal: number | null;
            /**
             * @deprecated
             * @description Equal to `areOptimal`.
             */
            readonly point: number | null;
            readonly low: number | null;
            readonly high: number | null;
            readonly predictionId: components["schemas"]["Id"];
        };
        readonly CascadeDetail: {
            readonly cascade: components["schemas"]["WatchedCascade"];
            /** @description In order of time, the post first. */
            readonly events: readonly {
                /** @description Seconds since the post; null while the collector waits for the post. */
                readonly time: number | null;
                /** @description Followers of its author; null: unknown. */
                readonly magnitude: number | null;
            }[];
            /** @description Its predictions, oldest first, at most 500. */
            readonly forecasts: readonly {
                /** @description The age of the cascade at the forecast; null while an extra forecast waits. */
                readonly windowSeconds: number | null;
                readonly extra: components["schemas"]["ExtraPrediction"];
                readonly timedBy: components["schemas"]["TimedBy"];
                readonly predictionId: components["schemas"]["Id"];
                readonly state: components["schemas"]["PredictionState"];
                /** @description The pinned version; null: the live version. */
                readonly requestedModel: number | null;
                readonly modelVersion: number | null;
                /** @description The expected final size. */
                readonly median: number | null;
                /** @description The size with the minimum expected absolute relative error. */
                readonly areOptimal: number | null;
                /**
                 * @deprecated
                 * @description Equal to `areOptimal`.
                 */
                readonly point: number | null;
                readonly low: number | null;
                readonly high: number | null;
                /** @description Of `areOptimal`, |N - forecast| / N, once N is known. */
                readonly absoluteRelativeError: number | null;
                readonly createdAt: components["schemas"]["Time"];
                readonly finishedAt: components["schemas"]["NullableTime"];
            }[];
            readonly outcome: components["schemas"]["CascadeOutcome"] | null;
        };
        readonly Alert: {
            readonly id: components["schemas"]["AlertId"];
            /**
             * @description `threshold`: a forecast reached the threshold. `growth`: the cascade grows faster than expected: `predicted` is its
             *     number of events, `threshold` the high end of its latest forecast.
             * @enum {string}
             */
            readonly kind: "threshold" | "growth";
            readonly cascadeId: components["schemas"]["Subject"];
            readonly windowSeconds: number;
            readonly predictionId: components["schemas"]["Id"];
            /** @description The value that reached the threshold; of the measure `probability`: the median. */
            readonly predicted: number;
            /**
             * @description `point` is the old name of `areOptimal`.
             * @enum {string}
             */
            readonly measure: "median" | "areOptimal" | "point" | "low" | "high" | "probability";
            readonly threshold: number;
            /** @description That the final size is above the threshold; null for the other measures. */
            readonly probability: number | null;
            readonly createdAt: components["schemas"]["Time"];
        };
        readonly AlertId: string;
        readonly StreamSource: {
            readonly name: components["schemas"]["SourceName"];
            /** @description The highest of its partitions; null: none yet, or not a date. */
            readonly watermark: components["schemas"]["NullableTime"];
            /** @description The lowest of its partitions. */
            readonly firstWatermark: components["schemas"]["NullableTime"];
            /** @description The highest watermark as stored. */
            readonly watermarkSeconds: number;
            /** @description The source writes watermarks. */
            readonly isManaged: boolean;
            readonly isEnded: boolean;
            /** @description Number of partitions with events of the source. */
            readonly partitions: number;
            readonly openCascades: number;
            /** @description What is wrong with its time. */
            readonly fault: string | null;
        };
        readonly StreamFigures: {
            /** @description Messages not yet in a checkpoint. */
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
                /** @description The event time of each source. */
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
            /** @description Number of deleted predictions. */
            readonly predictions: number;
        };
        /** @description The declaration of a predictor. The documentation, the page and the command line use it for display. */
        readonly Predictor: {
            readonly name: components["schemas"]["PredictorName"];
            /** @description Title for people, such as `Cascade size`. */
            readonly title: string;
            /** @description One sentence about its answer. */
            readonly description: string;
            /** @description A JSON Schema. */
            readonly input: Record<string, unknown>;
            /** @description A JSON Schema. */
            readonly output: Record<string, unknown>;
            /** @description A JSON Schema. */
            readonly outcome: Record<string, unknown>;
            /** @description A JSON Schema of the training data of one finished case. */
            readonly sample: Record<string, unknown>;
            readonly examples: readonly {
                readonly title: string;
                /** @description An input by `input`. */
                readonly input: unknown;
                /** @description An outcome by `outcome`. */
                readonly outcome: unknown;
            }[];
            /** @description The fields of an answer in the order of display; the first is the headline. */
            readonly answer: readonly components["schemas"]["AnswerField"][];
            /** @description The title and kind of the slices; null if the predictor has none. */
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
             * @description one: a subject has one outcome, and a later report replaces it. many: each outcome of a subject has its own id.
             * @enum {string}
             */
            readonly outcomes: "one" | "many";
            /** @description The metrics of quality. The first is that of the losses. */
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
            /** @description The maximum number of inputs in one call of the predictor; null if each input has its own call. */
            readonly batch: {
                readonly maxSize: number;
                /** @description How long an input may wait for others. */
                readonly maxDelayMs: number;
            } | null;
            readonly sampleVersion: number;
            readonly servingVersion: number | null;
        };
        readonly AnswerField: {
            /** @description A JSON pointer into the result. A null or absent value is not shown. */
            readonly path: string;
            readonly label: string;
            /**
             * @description number, count (a whole number), share (0 to 1, shown in percent), seconds (shown as a duration) and text are
             *     single values (a text may also be true or false, shown as yes or no). interval is {low, high}. ranking is a list
             *     of {label, share}, best first. quantiles is a list of {share, size} in ascending order: the true value is at
             *     most `size` with probability `share`. factors is a list of {title, factor} that explain the answer. cases is a
             *     list of finished cases like this one, each with an `id`, which may be null (not known), and a number named `value`.
             *     flags is a list of {name, text}: why the answer is to be doubted.
             * @enum {string}
             */
            readonly kind: "number" | "count" | "share" | "seconds" | "text" | "interval" | "ranking" | "quantiles" | "factors" | "cases" | "flags";
            /** @description Of cases: the name of the number of each. Absent: `value`. */
            readonly value?: string;
            /**
             * @description Of quantiles: a JSON pointer to the smallest possible value. Absent: there is none. `exceeds` of `GET
             *     /predictions/{predictionId}` reads the first quantiles of an answer.
             */
            readonly min?: string;
        };
        readonly ModelSummary: {
            readonly predictor: components["schemas"]["PredictorName"];
            readonly version: components["schemas"]["Version"];
            readonly sha256: string;
            readonly bytes: number;
            readonly createdAt: components["schemas"]["Time"];
            /** @description The live version when it was trained. */
            readonly parent: number | null;
            readonly codeVersion: string;
            readonly isServing: boolean;
            /** @description Trained on simulated cases; a real version replaces it. */
            readonly isSimulated: boolean;
            /** @description Its artefact was garbage-collected. */
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
            /** @description Notes of the trainer. */
            readonly trainerNotes: string;
            /** @description Notes written later, oldest first. */
            readonly notes: readonly components["schemas"]["HistoryEntry"][];
            /** @description Schema version of its training samples. */
            readonly schemaVersion: number;
            readonly features: readonly components["schemas"]["FeatureSummary"][];
            readonly training: components["schemas"]["TrainingSet"];
            readonly metrics: readonly components["schemas"]["Metric"][];
            /** @description The predictor's further metrics, on all held-out cases together; empty if it declares none. */
            readonly otherMetrics: readonly components["schemas"]["OtherMetric"][];
            /** @description What adapts its answers to recent outcomes. Null, if it has learned none. */
            readonly calibration: components["schemas"]["Calibration"] | null;
        };
        readonly Calibration: {
            /** @description Number of recent cases that it was learned from. */
            readonly cases: number;
            readonly learnedAt: components["schemas"]["Time"];
        };
        readonly FeatureSummary: {
            readonly name: string;
            readonly count: number;
            readonly mean: number;
            readonly standardDeviation: number;
            readonly deciles: readonly number[];
            /** @description Share of the cases in each bin between the deciles. */
            readonly shares: readonly number[];
        };
        readonly TrainingSet: {
            readonly source: string;
            readonly samples: number;
            /** @description Number of cascades. */
            readonly groups: number;
            /** @description Cases that ended later may be held out. */
            readonly cut: components["schemas"]["NullableTime"];
            readonly seed: number;
            readonly options: Record<string, unknown>;
        };
        readonly Metric: {
            /** @description A window in seconds, or `all`. */
            readonly slice: string;
            /** @description `candidate`, `champion` (the live version at the time), `live` (in a verification), or a baseline. */
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
            /** @description The metric of the losses: the first name in `metrics` of `GET /predictors`. */
            readonly metric: string;
            readonly first: components["schemas"]["ModelSummary"];
            readonly second: components["schemas"]["ModelSummary"];
            /** @description The metrics of each version are from its own held-out cases, which may differ. */
            readonly metrics: readonly {
                readonly slice: string;
                readonly forecaster: string;
                readonly first: components["schemas"]["Metric"] | null;
                readonly second: components["schemas"]["Metric"] | null;
                /** @description Mean loss of the second minus that of the first. */
                readonly difference: number | null;
            }[];
        };
        readonly HistoryEntry: {
            readonly sequence: number;
            /** @enum {string} */
            readonly action: "promote" | "rollback" | "tag" | "untag" | "note" | "collect";
            readonly version: number;
            /** @description The live version before. */
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
            /** @description The live version when it was trained. */
            readonly parent: number | null;
            readonly isServing: boolean;
            readonly isSimulated: boolean;
            /** @description Its artefact was garbage-collected. */
            readonly isCollected: boolean;
            /** @description The differences from the parent; everything known if there is no parent. */
            readonly changes: readonly components["schemas"]["ModelChange"][];
            /** @description On the version's held-out cases, one for each slice. */
            readonly metrics: readonly components["schemas"]["ModelChangelogMetric"][];
            /** @description Null if no training run is known. */
            readonly gate: components["schemas"]["GateVerdict"] | null;
            /** @description The training run that made it; null if none is stored. */
            readonly training: components["schemas"]["ModelTraining"] | null;
            /** @description Oldest first. */
            readonly decisions: readonly components["schemas"]["ModelDecision"][];
            /** @description What is unknown about this version, and why. */
            readonly unknown: readonly string[];
        };
        readonly Verification: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            /**
             * @description newest: on the real cases that ended last and are not in the version's training set. golden: on a fixed set of
             *     cases; the answers of a version to these never change.
             * @enum {string}
             */
            readonly kind: "newest" | "golden";
            /** @enum {string} */
            readonly trigger: "by-hand" | "schedule";
            /**
             * @description undecided: there were too few cases, no version was live, or the measurement failed.
             * @enum {string}
             */
            readonly state: "queued" | "running" | "passed" | "failed" | "undecided";
            /** @description The version that was live. */
            readonly version: number | null;
            readonly cases: number | null;
            /** @description Losses of `live` and of each baseline, by slice and on all cases. */
            readonly metrics: readonly components["schemas"]["Metric"][];
            /** @description The reason of the result. */
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
            /** @description Value of the version. */
            readonly value: unknown;
            /** @description Value of its parent; null without a parent. */
            readonly parentValue: unknown;
        };
        readonly ModelChangelogMetric: {
            /** @description The slice of the predictor, or `all`. */
            readonly slice: string;
            readonly cases: number;
            readonly meanLoss: number;
            readonly medianLoss: number;
            /** @description The parent's mean loss on the same cases; null if it was not measured on them. */
            readonly parentMeanLoss: number | null;
            /** @description The parent's mean loss on its own held-out cases, which may differ. */
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
            /** @description requested, samples, schedule, drift or loss. */
            readonly trigger: string;
            readonly state: string;
            /** @description The reason of the result. */
            readonly reason: string | null;
            readonly finishedAt: components["schemas"]["NullableTime"];
        };
        readonly ModelDecision: {
            /**
             * @description promoted: it went live. declined: the trainer did not promote it. replaced: a promotion made another version live.
             *     rolled-back: a rollback made another version live. restored-by-rollback: a rollback made it live.
             * @enum {string}
             */
            readonly decision: "promoted" | "declined" | "replaced" | "rolled-back" | "restored-by-rollback" | "artefact-deleted";
            /** @description The version that replaced it. */
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
            /** @description For cascade-size the window in seconds. */
            readonly slice: string | null;
            readonly cases: number;
            /** @description Cases without an answer; not in the losses. */
            readonly failures: number;
            /** @description The metric of the losses: the first name in `metrics` of `GET /predictors`. */
            readonly metric: string;
            readonly meanLoss: number | null;
            readonly medianLoss: number | null;
            /** @description Loss of the answers without a model on the same cases. */
            readonly meanModelLessLoss: number | null;
            readonly medianModelLessLoss: number | null;
            readonly meanBaselineLosses: components["schemas"]["BaselineLosses"];
            readonly medianBaselineLosses: components["schemas"]["BaselineLosses"];
            /**
             * @deprecated
             * @description Use `meanBaselineLosses`. The loss of the baseline `constant`; null if the predictor has none.
             */
            readonly meanConstantLoss: number | null;
            /**
             * @deprecated
             * @description Use `medianBaselineLosses`. The loss of the baseline `constant`; null if the predictor has none.
             */
            readonly medianConstantLoss: number | null;
            readonly firstEndedAt: components["schemas"]["Time"];
            readonly lastEndedAt: components["schemas"]["Time"];
            /** @description Start of the period; null: all time. */
            readonly periodAt: components["schemas"]["NullableTime"];
        };
        /**
         * @description Loss of each baseline of the predictor on the same cases, by its name (cascade-size: `constant`, `ratio`, `loglog`).
         *     Empty while too few cases have ended to compute a baseline.
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
            /**
             * @description Provenance of all of these samples; the default is `real`. Other samples train only if a training requests
             *     simulated ones.
             */
            readonly provenance?: components["schemas"]["Provenance"];
            /** @description Version of the samples; must be that of the predictor. */
            readonly sampleVersion: number;
            readonly items: readonly {
                readonly subject: components["schemas"]["Subject"];
                /**
                 * @description The predictor's slice of the input, stored unchanged (for cascade-size the window in whole seconds, `300`;
                 *     null for a predictor without slices). Another text is a separate slice in every metric.
                 */
                readonly slice: string | null;
                readonly endedAt: components["schemas"]["Time"];
                /** @description A sample by the predictor's schema. */
                readonly sample: Record<string, unknown>;
            }[];
        };
        readonly TrainingRun: {
            readonly id: components["schemas"]["Id"];
            readonly predictor: components["schemas"]["PredictorName"];
            /** @description requested, samples, schedule, drift or loss. */
            readonly trigger: string;
            /** @enum {string} */
            readonly state: "queued" | "running" | "promoted" | "declined" | "postponed" | "failed" | "published";
            /** @description The reason of the result. */
            readonly reason: string | null;
            readonly version: number | null;
            /** @description The requested options. */
            readonly options: Record<string, unknown>;
            /** @description The measurements. */
            readonly report: Record<string, unknown> | null;
            readonly createdAt: components["schemas"]["Time"];
            readonly startedAt: components["schemas"]["NullableTime"];
            readonly finishedAt: components["schemas"]["NullableTime"];
        };
        /** @description The source of this entry. Each source has its own event time. */
        readonly SourceName: string;
        readonly FeedEntries: readonly components["schemas"]["FeedEntry"][];
        /** @description A watermark if it has `watermark`, else an event. */
        readonly FeedEntry: Record<string, unknown>;
        readonly FeedEvent: {
            /** @description Unique within its cascade. */
            readonly eventId: string;
            readonly cascadeId: components["schemas"]["Subject"];
            /** @enum {string} */
            readonly kind: "post" | "reshare";
            readonly time: components["schemas"]["EpochSeconds"];
            /** @description Followers of the author. Absent or null: unknown, which is not 0. */
            readonly magnitude?: number | null;
            readonly authorId?: components["schemas"]["AuthorId"];
            readonly source?: components["schemas"]["SourceName"];
            /** @description Default: `real`. A cascade is real if all of its events are. */
            readonly provenance?: components["schemas"]["Provenance"];
        };
        readonly FeedWatermark: {
            /** @description Seconds since 1970. No event of this source at or before it will follow. At most 300 s in the future. */
            readonly watermark: number;
            /** @description Ends the source and the cascades it began. */
            readonly isLast?: boolean;
            readonly source?: components["schemas"]["SourceName"];
        };
        /** @description A watermark if its type says so, else an event. */
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
                /** @description Followers of the author. Absent or null: unknown, which is not 0. */
                readonly magnitude?: number | null;
                readonly authorId?: components["schemas"]["AuthorId"];
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
                /** @description Seconds since 1970. At most 300 s in the future. */
                readonly time: number;
                /** @description Ends the source and the cascades it began. */
                readonly isLast: boolean;
            };
        };
        /** @description Seconds since 1970 in UTC, from the year 2000 on; at most 300 s in the future. */
        readonly EpochSeconds: number;
        readonly ReplaySubmission: {
            /**
             * @default folder
             * @enum {string}
             */
            readonly kind: "folder" | "simulation" | "topic";
            /** @description For a replay of the topic, the version that forecasts. It takes no other option. */
            readonly model?: components["schemas"]["Version"];
            /** @description Its name, or its path on the machine of the service. Only for a replay of a folder. */
            readonly folder?: string;
            /** @description The proof of the command line that it may replay a folder of its own, made with the secret of the data folder. */
            readonly proof?: string;
            /**
             * @description time: interleaved, with exponential gaps between posts. random: one cascade after another, with pauses.
             * @default time
             * @enum {string}
             */
            readonly order: "time" | "random";
            /**
             * @description Seconds of event time per second, or as fast as the collector can follow (`max`, not for a simulation).
             * @default 60
             */
            readonly speed: number | "max";
            /**
             * @description For order `random`, normal and never negative.
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
             * @description Provenance of its cascades. Default: `simulated` for a simulation and a folder with a simulation.json, `demo` for
             *     a folder that comes with the program, else `real`.
             */
            readonly provenance?: components["schemas"]["Provenance"];
            /**
             * @description Mean gap between posts, for order `time` and for a simulation.
             * @default 3600
             */
            readonly startGapSeconds: number;
            /**
             * @description Maximum number of cascades, drawn at random. Only for a replay of a folder.
             * @default null
             */
            readonly cascades: number | null;
            /**
             * @description Repeats without end, as other cascades. Only for a replay of a folder.
             * @default false
             */
            readonly isLooped: boolean;
            /** @default 1 */
            readonly seed: number;
        };
        readonly Session: {
            /** @description Whether API keys are configured. */
            readonly isKeyNeeded: boolean;
            /** @description Name of the session's key; null without a session. */
            readonly keyName: string | null;
            readonly csrfToken: string | null;
            readonly expiresAt: components["schemas"]["Time"] | null;
        };
        readonly Replay: {
            readonly id: components["schemas"]["Id"];
            /** @enum {string} */
            readonly kind: "folder" | "simulation" | "topic";
            /** @description Its cascades have the ids `<label>.<row of index.csv, from 0>`, in further rounds `<label>-<round>.<row>`. */
            readonly label: string;
            readonly folder: string | null;
            /** @description For kind `topic`, the version that forecasts. */
            readonly model: number | null;
            readonly provenance: components["schemas"]["Provenance"];
            /** @description The requested options. */
            readonly options: Record<string, unknown>;
            /** @enum {string} */
            readonly state: "queued" | "running" | "succeeded" | "failed" | "stopped";
            /** @description Why it failed. */
            readonly reason: string | null;
            /** @description The round, from 1. */
            readonly round: number;
            /** @description Events on the stream in all rounds. For kind `topic`, messages read in all finished partitions. */
            readonly events: number;
            /** @description Cascades started in all rounds. For kind `topic`, requested forecasts. */
            readonly cascades: number;
            /** @description Events of one round; null while unknown, or without an end. */
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
             * @description The collector's counters since the start of the replay, as of its last checkpoint, including other feeds: events,
             *     cascades, windows, ended, revised, duplicates, late, future, afterEnd and the others by name. Empty for kind
             *     `topic`.
             */
            readonly collected: {
                readonly [key: string]: number;
            };
            /** @description The predictions of its cascades (for kind `topic`, those it requested), by window and state. */
            readonly predictions: readonly {
                readonly windowSeconds: number;
                readonly state: components["schemas"]["PredictionState"];
                readonly count: number;
            }[];
            /** @description Alerts for its cascades. */
            readonly alerts: number;
            /**
             * @description For kind `topic`, by window: absolute relative errors (of the point, against the final size) of the version, of
             *     the live answers, of the answer without a model (w = 1) and of each baseline, on the same cascades: those that have
             *     ended, with an answer of both.
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
                 * @description Use `meanBaselineLosses`. That of the baseline `constant`; null while too few cascades have ended to compute one.
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
            /** @description Remaining work of the service, for this replay or others; all 0 when everything has ended. */
            readonly waiting: {
                /** @description Messages on the stream that are not yet collected. */
                readonly messages: number;
                readonly predictions: number;
                /** @description Outcomes without samples yet. */
                readonly outcomes: number;
                readonly trainings: number;
            };
        };
        readonly DeadLetter: {
            readonly id: components["schemas"]["Id"];
            /** @description The queue or topic that it came from, or that refused it. */
            readonly queue: string;
            /** @description Its first 4,096 bytes. `GET /dead-letters/{id}/body` has all of it. */
            readonly body: string;
            /**
             * @description Encoding of `body`: base64 if it is not UTF-8.
             * @enum {string}
             */
            readonly bodyEncoding: "utf-8" | "base64";
            /** @description Its length in bytes. */
            readonly bodyBytes: number;
            /** @description Whether `body` is truncated. */
            readonly isBodyTruncated: boolean;
            readonly reason: string;
            readonly predictionId: string | null;
            readonly createdAt: components["schemas"]["Time"];
            readonly redrivenAt: components["schemas"]["NullableTime"];
        };
        readonly WebhookDelivery: {
            /** @description Sent to the receiver as webhook-id. */
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
            /** @description Number of queued predictions. */
            readonly queued: number;
            readonly running: number;
            /** @description Age of the oldest queued prediction; null if there is none. */
            readonly oldestQueuedSeconds: number | null;
            readonly endedLastMinute: {
                readonly succeeded: number;
                readonly failed: number;
                readonly canceled: number;
            };
            /** @description Messages on the queue. */
            readonly ready: number;
            /** @description Messages claimed by workers. */
            readonly inHand: number;
        };
        readonly Process: {
            readonly id: components["schemas"]["Id"];
            readonly services: readonly string[];
            readonly startedAt: components["schemas"]["Time"];
            readonly seenAt: components["schemas"]["Time"];
            /** @description State of its threads. */
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
                 * @description `degraded`: the component does some of its work. `failed`: it does none of it.
                 * @enum {string}
                 */
                readonly state: "ok" | "degraded" | "failed";
                /** @description What is wrong. */
                readonly reason: string | null;
                /** @description What an operator can do. */
                readonly remedy: string | null;
                /** @description Start of this state. */
                readonly since: components["schemas"]["Time"];
                /** @description When it last did some of its work; null if never. */
                readonly lastProgressAt: components["schemas"]["NullableTime"];
            }[];
        };
        readonly Problem: {
            /** @description A URI that names the code. */
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly code: components["schemas"]["ErrorCode"];
            /** @description The reason for people. */
            readonly detail: string;
            /** @description JSON pointer into the body (`/events/3/time`), or the name of a header or parameter. */
            readonly field?: string;
            /** @description Every fault found, up to a maximum. */
            readonly faults?: readonly {
                readonly field: string;
                readonly reason: string;
            }[];
            readonly requestId?: string;
        };
        readonly IdempotencyKey: string;
        /**
         * @description The closed list of error codes.
         * @enum {string}
         */
        readonly ErrorCode: "invalid-body" | "invalid-field" | "unknown-field" | "invalid-header" | "invalid-query" | "invalid-cursor" | "unsupported-media-type" | "body-too-large" | "headers-too-large" | "request-timeout" | "not-acceptable" | "unauthorized" | "forbidden-host" | "forbidden-origin" | "wrong-csrf-token" | "forbidden" | "not-found" | "method-not-allowed" | "conflict" | "idempotency-key-reused" | "outcome-too-small" | "outcome-contradicts-input" | "unknown-predictor" | "unknown-version" | "damaged-version" | "nothing-to-roll-back-to" | "already-serving" | "gate-not-passed" | "invalid-configuration" | "data-folder-in-use" | "data-folder-newer" | "too-many-wrong-keys" | "too-many-requests" | "backlog-full" | "overloaded" | "storage-full" | "database-unavailable" | "queue-unavailable" | "stream-unavailable" | "blobs-unavailable" | "predictor-unavailable" | "thread-crashed" | "deadline-passed" | "shutting-down" | "internal";
    };
    responses: {
        /** @description The fault, and its field or reason. */
        readonly Problem: {
            headers: {
                readonly Deprecation: components["headers"]["Deprecation"];
                readonly Link: components["headers"]["Link"];
                /** @description Seconds; with `backlog-full` and while a dependency is unavailable. */
                readonly "Retry-After"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The session. */
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
        /** @description Stored and queued. */
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
        /** @description Stored and queued. */
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
         * @description Events with the names `prediction.running`, `prediction.succeeded`, `prediction.failed`, `prediction.canceled`, and
         *     `prediction.queued` for a retry, each with an id and one line of JSON. One `gap` event reports missed events. Its
         *     `reason` is `expired` if the service no longer keeps them (the stored events follow), and `unknown-id` if your
         *     Last-Event-ID belongs to another history, for example after the restore of a backup (events from now on follow).
         *     `oldest` is the number of the oldest stored event.
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
        /** @description The stored outcome. */
        readonly Outcome: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Outcome"];
            };
        };
        /** @description The new entry of the history. */
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
        /** @description The version (null if none was live yet), and the entry that made it live. */
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
                    /** @description The version that a rollback without `version` leads to now, whatever `at`. */
                    readonly rollback: {
                        /** @description Null: no rollback is possible. */
                        readonly version: number | null;
                        /** @description Why no rollback is possible. */
                        readonly reason: string | null;
                    };
                };
            };
        };
        /** @description The metrics of both. */
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
        /** @description One item for each version and slice, and for each period if periods are requested. */
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
        /** @description The deleted artefacts; in a dry run, those that would be deleted. */
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
        /** @description The artefact, with a verified checksum. The ETag is its SHA-256. */
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
        /** @description The caller already has it (`If-None-Match`). */
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
        /** @description The requested run. */
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
        /** @description One BatchAnswer a line, in the order of the request. */
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
         * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
         *     `invalid-cursor`: start again without `cursor`.
         */
        readonly Cursor: string;
        readonly Limit: number;
        readonly ReplayId: components["schemas"]["Id"];
        /**
         * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied gives the
         *     applied value. Unknown preferences are ignored (RFC 7240).
         */
        readonly Prefer: string;
        /**
         * @description Adds `exceeds` to the prediction: the probability that the true value (for cascade-size the final size) is above this
         *     one. Refused for a predictor that declares no quantiles.
         */
        readonly Exceeds: number;
        /** @description As `exceeds` of `GET /predictions/{predictionId}`, if the answer is the prediction. Refused without `Prefer: wait`. */
        readonly ExceedsAfterWait: number;
        /**
         * @description The same key with the same JSON value (any order of names, any white space, 1 or 1.0) gives the same prediction; with
         *     another value `idempotency-key-reused`.
         */
        readonly IdempotencyKey: components["schemas"]["IdempotencyKey"];
        /**
         * @description Each line has its own key, made of this key and the line's number. The same lines with the same key give the same ids;
         *     a changed line is answered with `idempotency-key-reused`.
         */
        readonly BatchIdempotencyKey: components["schemas"]["IdempotencyKey"];
        /** @description Resume after this event. */
        readonly LastEventId: string;
        readonly TagFilter: components["schemas"]["Tag"];
        /** @description RFC 3339; the default is now. */
        readonly At: components["schemas"]["Time"];
        readonly FirstVersion: components["schemas"]["Version"];
        readonly SecondVersion: components["schemas"]["Version"];
        /**
         * @description Accuracy over time: one item for each period of this many seconds, by the time of the forecast. At most 5,000 items,
         *     the newest.
         */
        readonly PeriodSeconds: number;
        /** @description Provenance of the counted cascades. Default: real. */
        readonly ProvenanceFilter: components["schemas"]["Provenance"];
        readonly StateFilter: components["schemas"]["PredictionState"];
        /** @description The id of a cascade. */
        readonly SubjectFilter: components["schemas"]["Subject"];
        /** @description Only predictions by this version. */
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
                     * @description Train on simulated and demo samples only, and mark the version as simulated. Default: real samples only.
                     * @default false
                     */
                    readonly isSimulated?: boolean;
                    /** @description Origin of the samples, for the manifest. */
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
        /**
         * @description On a deprecated route only: when it was deprecated, as @ and seconds since 1970 (RFC 9745). The next release removes
         *     it.
         */
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
                /** @description Default for `predicted`: the open ones. Default for `updated`: all. */
                readonly state?: "open" | "ended";
                /** @description `true`: only the cascades that grow faster than expected. */
                readonly growingFaster?: boolean;
                /** @description Only this cascade; no item if it is not stored. */
                readonly cascadeId?: components["schemas"]["Subject"];
                /**
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
                /** @description As `exceeds` of `GET /predictions/{predictionId}`, if the answer is the prediction. Refused without `Prefer: wait`. */
                readonly exceeds?: components["parameters"]["ExceedsAfterWait"];
                /** @description For a table: as `id` of a JSON body. */
                readonly id?: components["schemas"]["Subject"];
                /** @description For a table: as `windowSeconds` of a JSON body. */
                readonly windowSeconds?: number;
                /**
                 * @deprecated
                 * @description The old name of `windowSeconds`.
                 */
                readonly window?: number;
                /** @description For a table: as `model` of a JSON body. */
                readonly model?: components["schemas"]["Version"];
                /** @description For a table: as `deadline` of a JSON body. */
                readonly deadline?: components["schemas"]["Deadline"];
                /** @description For a table: as `callback` of a JSON body. */
                readonly callback?: components["schemas"]["Callback"];
                /** @description For a table: the header of the column of times, or its number from 1 if there is no header. */
                readonly timeColumn?: string;
                /** @description For a table: the header of the column of followers. A table without one has unknown followers. */
                readonly followersColumn?: string;
                /** @description For a table: headers of columns to ignore, separated by commas. */
                readonly ignoreColumns?: string;
                /** @description For a table: the unit of the times. */
                readonly timeUnit?: "seconds" | "milliseconds" | "microseconds" | "nanoseconds" | "minutes" | "hours";
                /** @description For a table: whether times are since the post (0), or absolute (a clock); the first row is then the post. */
                readonly timeOrigin?: "post" | "clock";
                /** @description For a table: the decimal mark. */
                readonly decimal?: "dot" | "comma";
                /** @description For a table: the delimiter of the cells. */
                readonly delimiter?: "comma" | "semicolon" | "tab" | "pipe" | "space";
            };
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied gives the
                 *     applied value. Unknown preferences are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The same key with the same JSON value (any order of names, any white space, 1 or 1.0) gives the same prediction; with
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
                 * @description Each line has its own key, made of this key and the line's number. The same lines with the same key give the same ids;
                 *     a changed line is answered with `idempotency-key-reused`.
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
                /** @description Maximum number of events, the first in order of time. */
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
            /** @description The cascade. */
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
            /** @description The stored outcome. */
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
            /** @description Every predictor of the service. */
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
            /** @description The declaration of the predictor. */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                readonly state?: components["parameters"]["StateFilter"];
                /** @description The id of a cascade. */
                readonly subject?: components["parameters"]["SubjectFilter"];
                /** @description Only predictions by this version. */
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
            readonly query?: {
                /** @description As `exceeds` of `GET /predictions/{predictionId}`, if the answer is the prediction. Refused without `Prefer: wait`. */
                readonly exceeds?: components["parameters"]["ExceedsAfterWait"];
            };
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied gives the
                 *     applied value. Unknown preferences are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The same key with the same JSON value (any order of names, any white space, 1 or 1.0) gives the same prediction; with
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
                 * @description Each line has its own key, made of this key and the line's number. The same lines with the same key give the same ids;
                 *     a changed line is answered with `idempotency-key-reused`.
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
                /** @description RFC 3339; the default is now. */
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
                /**
                 * @description Accuracy over time: one item for each period of this many seconds, by the time of the forecast. At most 5,000 items,
                 *     the newest.
                 */
                readonly periodSeconds?: components["parameters"]["PeriodSeconds"];
                /** @description Provenance of the counted cascades. Default: real. */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                /** @description Only outcomes of this subject. */
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
            /** @description The stored outcome; with lines, one BatchAnswer a line. */
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
                    /** @description Only this outcome of the subject. */
                    readonly id?: components["schemas"]["OutcomeId"];
                    /** @description Only outcomes that this source of the stream ended. */
                    readonly source?: components["schemas"]["SourceName"];
                    /** @description Only outcomes that ended then or later. */
                    readonly endedFrom?: components["schemas"]["Time"];
                    /** @description Only outcomes that ended before. */
                    readonly endedBefore?: components["schemas"]["Time"];
                    /** @default true */
                    readonly isDryRun?: boolean;
                    readonly reason: components["schemas"]["ReasonText"];
                };
            };
        };
        readonly responses: {
            /** @description The withdrawn outcomes; in a dry run, those that would be withdrawn. */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
            /** @description The requested verifications. */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
                 *     `invalid-cursor`: start again without `cursor`.
                 */
                readonly cursor?: components["parameters"]["Cursor"];
                readonly limit?: components["parameters"]["Limit"];
                readonly state?: components["parameters"]["StateFilter"];
                readonly predictor?: components["schemas"]["PredictorName"];
                /** @description The id of a cascade. */
                readonly subject?: components["parameters"]["SubjectFilter"];
                /** @description Only predictions by this version. */
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
            readonly query?: {
                /** @description As `exceeds` of `GET /predictions/{predictionId}`, if the answer is the prediction. Refused without `Prefer: wait`. */
                readonly exceeds?: components["parameters"]["ExceedsAfterWait"];
            };
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied gives the
                 *     applied value. Unknown preferences are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The same key with the same JSON value (any order of names, any white space, 1 or 1.0) gives the same prediction; with
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
            readonly query?: {
                /**
                 * @description Adds `exceeds` to the prediction: the probability that the true value (for cascade-size the final size) is above this
                 *     one. Refused for a predictor that declares no quantiles.
                 */
                readonly exceeds?: components["parameters"]["Exceeds"];
            };
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied gives the
                 *     applied value. Unknown preferences are ignored (RFC 7240).
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
            /** @description The stored input. */
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
            readonly query?: {
                /** @description As `exceeds` of `GET /predictions/{predictionId}`, if the answer is the prediction. Refused without `Prefer: wait`. */
                readonly exceeds?: components["parameters"]["ExceedsAfterWait"];
            };
            readonly header?: {
                /**
                 * @description `wait=n`: wait up to n whole seconds, at most 60, for the end; `wait` alone waits 60 s. Preference-Applied gives the
                 *     applied value. Unknown preferences are ignored (RFC 7240).
                 */
                readonly Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description The same key with the same JSON value (any order of names, any white space, 1 or 1.0) gives the same prediction; with
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
                /** @description Only events about this id (of a prediction, a cascade or a predictor). */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
                /** @description RFC 3339; the default is now. */
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
                /**
                 * @description Accuracy over time: one item for each period of this many seconds, by the time of the forecast. At most 5,000 items,
                 *     the newest.
                 */
                readonly periodSeconds?: components["parameters"]["PeriodSeconds"];
                /** @description Provenance of the counted cascades. Default: real. */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
            /** @description The run. */
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
                    /** @description Only outcomes that this source of the stream ended. */
                    readonly source?: components["schemas"]["SourceName"];
                    /** @description Only outcomes that ended then or later. */
                    readonly endedFrom?: components["schemas"]["Time"];
                    /** @description Only outcomes that ended before. */
                    readonly endedBefore?: components["schemas"]["Time"];
                    /** @default true */
                    readonly isDryRun?: boolean;
                    readonly reason: components["schemas"]["ReasonText"];
                };
            };
        };
        readonly responses: {
            /** @description The withdrawn outcomes; in a dry run, those that would be withdrawn. */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
            /** @description The removed dead letter. */
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
            /** @description All bytes, as received. */
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
            /** @description The redriven dead letter. */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
            /** @description One item for each queue. */
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
            /** @description Totals, and the figures of each partition. */
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
            /** @description All sources, by name. */
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
                    /** @description The new watermark. Default is none. */
                    readonly watermark?: components["schemas"]["Time"];
                    readonly reason: components["schemas"]["ReasonText"];
                };
            };
        };
        readonly responses: {
            /** @description The reset is durable on the stream. The body is the source before it. */
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
            /** @description One item for each process. */
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
            /** @description It answers. Nothing else was checked. */
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
            /** @description The process can do its work; `degraded` if another component has failed. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description The process cannot do its work; `checks` says why. */
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
                /** @description The source of entries that name none. Each source has its own event time. */
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
            /** @description The entries are durable. */
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
                 * @description The `next` of the previous page. If the database was restored since, or is another one, the answer is 400
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
            /** @description The requested replay. */
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
            /** @description The folders with an index.csv, by name. */
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
            /** @description The replay. */
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
            /** @description The replay. */
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
