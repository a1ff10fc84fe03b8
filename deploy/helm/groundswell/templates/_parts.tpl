{{- define "groundswell.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{- define "groundswell.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "groundswell.labels" -}}
{{ include "groundswell.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "groundswell.secretName" -}}
{{ .Values.existingSecret | default (include "groundswell.name" .) }}
{{- end -}}

{{- define "groundswell.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "groundswell.name" .) }}
{{- else -}}
{{ .Values.serviceAccount.name | default "default" }}
{{- end -}}
{{- end -}}

{{/* The settings of the ConfigMap: those of the chart, and those of the user. */}}
{{- define "groundswell.settings" -}}
{{- $settings := deepCopy .Values.settings -}}
{{- if .Values.ingress.enabled -}}
{{- $hosts := compact (list (get $settings "GROUNDSWELL_ALLOWED_HOSTS" | default "") .Values.ingress.host) -}}
{{- $_ := set $settings "GROUNDSWELL_ALLOWED_HOSTS" (join "," $hosts) -}}
{{- with .Values.ingress.trustedProxies -}}
{{- $_ := set $settings "GROUNDSWELL_TRUSTED_PROXIES" (join "," .) -}}
{{- end -}}
{{- end -}}
{{- $own := dict "MODE" "cluster" "HOST" "0.0.0.0" "PORT" "8080" "HEALTH_PORT" "8081" -}}
{{- range $name, $value := merge $own $settings }}
{{ $name }}: {{ $value | toString | quote }}
{{- end -}}
{{- end -}}

{{/* The common parts of every pod. Takes {root, component, service (its values), command}. */}}
{{- define "groundswell.pod" -}}
metadata:
  labels:
    {{- include "groundswell.labels" . | nindent 4 }}
  annotations:
    # A changed setting changes these checksums and restarts the pods.
    checksum/settings: {{ include "groundswell.settings" .root | sha256sum }}
    checksum/secrets: {{ toJson .root.Values.secrets | sha256sum }}
    {{- with .root.Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "groundswell.serviceAccountName" .root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .root.Values.terminationGracePeriodSeconds }}
  {{- with .root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .isJob }}
  restartPolicy: Never
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    runAsGroup: 1000
    fsGroup: 1000
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: {{ .component }}
      image: "{{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      args:
        {{- toYaml .command | nindent 8 }}
      envFrom:
        - configMapRef:
            name: {{ .settingsName | default (include "groundswell.name" .root) }}
        - secretRef:
            name: {{ .secretName | default (include "groundswell.secretName" .root) }}
      {{- with .service.settings }}
      env:
        {{- range $name, $value := . }}
        - name: {{ $name }}
          value: {{ $value | toString | quote }}
        {{- end }}
      {{- end }}
      {{- if not .isJob }}
      ports:
        {{- if eq .component "api" }}
        - name: http
          containerPort: 8080
        {{- end }}
        - name: health
          containerPort: 8081
      startupProbe:
        httpGet:
          path: /health/live
          port: health
        periodSeconds: 1
        failureThreshold: 60
      livenessProbe:
        httpGet:
          path: /health/live
          port: health
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 3
      readinessProbe:
        httpGet:
          path: /health/ready
          port: health
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 2
      {{- end }}
      resources:
        {{- toYaml .service.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      volumeMounts:
        - name: temporary
          mountPath: /tmp
  volumes:
    - name: temporary
      emptyDir:
        sizeLimit: 256Mi
  {{- if not .isJob }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "groundswell.selector" . | nindent 10 }}
  {{- end }}
  {{- with .root.Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .root.Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .root.Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
