"""KEDA's objects, as far as our manifests use them: its custom resources are in no validator we have.

Taken from KEDA's reference of ScaledObject, TriggerAuthentication and the redis-streams scaler. What we do
not use is refused, so that a misspelt field is found.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from tests.unit.deploy.kubernetes.rendering import Manifest

Text = Annotated[str, Field(min_length=1)]
# KEDA reads its numbers from strings.
Number = Annotated[str, Field(pattern=r"^\d+$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)


class Metadata(Strict):
    name: Text
    namespace: Text
    labels: dict[str, str]


class ScaleTarget(Strict):
    api_version: Literal["apps/v1"]
    kind: Literal["Deployment"]
    name: Text


class ScalingPolicy(Strict):
    type: Literal["Pods", "Percent"]
    value: Annotated[int, Field(gt=0)]
    period_seconds: Annotated[int, Field(gt=0, le=1800)]


class ScalingRules(Strict):
    stabilization_window_seconds: Annotated[int, Field(ge=0, le=3600)]
    policies: list[ScalingPolicy]


class Behavior(Strict):
    scale_down: ScalingRules


class AutoscalerConfig(Strict):
    behavior: Behavior


class ScalingModifiers(Strict):
    formula: Text
    target: Number


class Advanced(Strict):
    scaling_modifiers: ScalingModifiers
    horizontal_pod_autoscaler_config: AutoscalerConfig


class StreamMetadata(Strict):
    stream: Text
    consumer_group: Text
    lag_count: Number
    activation_lag_count: Number


class AuthenticationRef(Strict):
    name: Text


class StreamTrigger(Strict):
    name: Text
    type: Literal["redis-streams"]
    metadata: StreamMetadata
    authentication_ref: AuthenticationRef


class ScaledObjectSpec(Strict):
    scale_target_ref: ScaleTarget
    polling_interval: Annotated[int, Field(gt=0)]
    min_replica_count: Annotated[int, Field(ge=0)]
    max_replica_count: Annotated[int, Field(ge=1)]
    advanced: Advanced
    triggers: list[StreamTrigger]


class ScaledObject(Strict):
    api_version: Literal["keda.sh/v1alpha1"]
    kind: Literal["ScaledObject"]
    metadata: Metadata
    spec: ScaledObjectSpec


class SecretTarget(Strict):
    parameter: Literal["address", "password", "username"]
    name: Text
    key: Text


class TriggerAuthenticationSpec(Strict):
    secret_target_ref: list[SecretTarget]


class TriggerAuthentication(Strict):
    api_version: Literal["keda.sh/v1alpha1"]
    kind: Literal["TriggerAuthentication"]
    metadata: Metadata
    spec: TriggerAuthenticationSpec


_KINDS: dict[str, type[Strict]] = {
    "ScaledObject": ScaledObject,
    "TriggerAuthentication": TriggerAuthentication,
}


def is_keda(manifest: Manifest) -> bool:
    group: str = manifest["apiVersion"]
    return group.startswith("keda.sh/")


def validate(manifest: Manifest) -> None:
    _KINDS[manifest["kind"]].model_validate(manifest)
