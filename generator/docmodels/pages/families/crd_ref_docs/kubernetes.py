"""The types of Kubernetes and of the Gateway API by name: what pages link to and do not define.

Source: the OpenAPI document of Kubernetes 1.31 (`api/openapi-spec/swagger.json`), the Go types in
`k8s.io/api` and `k8s.io/apimachinery`, and those of `sigs.k8s.io/gateway-api` 1.2. Types with many
fields are maps of any values: their schema belongs to the version of Kubernetes in use.
"""

from __future__ import annotations

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    STRING,
    UNKNOWN,
    Field,
    Integer,
    Map,
    String,
    Type,
    Union,
)

_DATE_TIME = String(format="date-time")
_INT_OR_STRING = Union(members=(INTEGER, STRING))
"""`IntOrString`; `Quantity` too, which Kubernetes prints as a string and reads from a number."""

_STRINGS = (
    "Duration MicroDuration UID NamespacedName IP IPNet CIDR URL URI Hostname "
    "ConditionStatus ConditionType Protocol IPFamily IPFamilyPolicy IPFamilyPolicyType "
    "PullPolicy RestartPolicy DNSPolicy ServiceType ServiceAffinity PodPhase NodePhase "
    "ServiceExternalTrafficPolicy ServiceExternalTrafficPolicyType ServiceInternalTrafficPolicy "
    "ServiceInternalTrafficPolicyType URIScheme TerminationMessagePolicy MountPropagationMode "
    "RecursiveReadOnlyMode ProcMountType SeccompProfileType AppArmorProfileType Capability "
    "PersistentVolumeAccessMode PersistentVolumeMode PersistentVolumeReclaimPolicy "
    "PersistentVolumeClaimPhase PersistentVolumePhase PodFSGroupChangePolicy "
    "SupplementalGroupsPolicy SELinuxChangePolicy StorageMedium HostPathType "
    "NodeInclusionPolicy NodeSelectorOperator UnsatisfiableConstraintAction TaintEffect "
    "TolerationOperator LabelSelectorOperator PreemptionPolicy ResourceName ResourceQuotaScope "
    "SecretType StatefulSetUpdateStrategyType DeploymentStrategyType DaemonSetUpdateStrategyType "
    "PodManagementPolicyType PersistentVolumeClaimRetentionPolicyType ConcurrencyPolicy "
    "CompletionMode PodReplacementPolicy MetricSourceType MetricTargetType ScalingPolicySelect "
    "HPAScalingPolicyType UnhealthyPodEvictionPolicyType PathType NetworkPolicyPolicyType "
    "PolicyType FieldsV1OperationType ManagedFieldsOperationType DeletionPropagation "
    "FailurePolicyType MatchPolicyType SideEffectClass OperationType ScopeType ResourceResizePolicy "
    "Group Kind ObjectName SectionName Namespace PreciseHostname GatewayController "
    "AnnotationKey AnnotationValue LabelKey LabelValue HTTPMethod HTTPHeaderName HeaderName "
    "PathMatchType HeaderMatchType QueryParamMatchType ProtocolType FromNamespaces RouteConditionType "
    "GatewayConditionType TLSModeType AddressType Version"
).split()

_OBJECTS = (
    "ObjectMeta ListMeta LabelSelector LabelSelectorRequirement Condition OwnerReference Status "
    "ManagedFieldsEntry GroupVersionKind GroupVersionResource GroupKind GroupResource "
    "Affinity NodeAffinity PodAffinity PodAntiAffinity PodAffinityTerm NodeSelector "
    "NodeSelectorTerm NodeSelectorRequirement PreferredSchedulingTerm WeightedPodAffinityTerm "
    "Container EphemeralContainer ContainerPort ContainerStatus ContainerState ContainerResizePolicy "
    "EnvVar EnvVarSource EnvFromSource Lifecycle LifecycleHandler Probe ProbeHandler ExecAction "
    "HTTPGetAction HTTPHeader TCPSocketAction GRPCAction SleepAction ResourceRequirements "
    "VolumeResourceRequirements ResourceClaim PodResourceClaim SecurityContext PodSecurityContext "
    "Capabilities SELinuxOptions SeccompProfile AppArmorProfile WindowsSecurityContextOptions Sysctl "
    "Volume VolumeMount VolumeDevice VolumeSource ProjectedVolumeSource VolumeProjection "
    "EmptyDirVolumeSource HostPathVolumeSource NFSVolumeSource CSIVolumeSource KeyToPath "
    "SecretVolumeSource ConfigMapVolumeSource DownwardAPIVolumeSource EphemeralVolumeSource "
    "PersistentVolumeClaimVolumeSource PersistentVolumeClaim PersistentVolumeClaimSpec "
    "PersistentVolumeClaimStatus PersistentVolumeClaimTemplate PersistentVolumeSpec "
    "PersistentVolumeClaimCondition TypedObjectReference StorageClass "
    "Toleration Taint TopologySpreadConstraint TopologySelectorTerm HostAlias PodDNSConfig "
    "PodDNSConfigOption PodReadinessGate PodSchedulingGate PodSpec PodStatus PodTemplateSpec "
    "PodTemplate PodOS Pod Node NodeSpec NodeStatus NodeAddress ContainerImage "
    "Service ServiceSpec ServicePort ServiceStatus SessionAffinityConfig ClientIPConfig "
    "LoadBalancerStatus LoadBalancerIngress Secret ConfigMap Endpoints EndpointSubset "
    "DeploymentSpec DeploymentStatus DeploymentStrategy RollingUpdateDeployment StatefulSetSpec "
    "StatefulSetStatus StatefulSetUpdateStrategy RollingUpdateStatefulSetStrategy "
    "StatefulSetPersistentVolumeClaimRetentionPolicy StatefulSetOrdinals DaemonSetSpec "
    "DaemonSetUpdateStrategy RollingUpdateDaemonSet ReplicaSetSpec JobSpec JobTemplateSpec "
    "CronJobSpec PodFailurePolicy SuccessPolicy "
    "HorizontalPodAutoscalerSpec HorizontalPodAutoscalerBehavior HPAScalingRules HPAScalingPolicy "
    "MetricSpec MetricTarget MetricIdentifier CrossVersionObjectReference MetricStatus "
    "PodDisruptionBudgetSpec PodDisruptionBudgetStatus "
    "IngressSpec IngressRule IngressTLS IngressBackend IngressServiceBackend HTTPIngressPath "
    "NetworkPolicySpec NetworkPolicyPeer NetworkPolicyPort NetworkPolicyIngressRule "
    "NetworkPolicyEgressRule IPBlock PolicyRule RoleRef Subject "
    "ResourceQuotaSpec ResourceQuotaStatus LimitRangeSpec ScopeSelector "
    "CustomResourceDefinitionSpec JSONSchemaProps WebhookClientConfig RuleWithOperations "
    "ParentReference BackendRef BackendObjectReference HTTPBackendRef HTTPRouteMatch HTTPRouteFilter "
    "HTTPRouteRule HTTPRouteSpec GRPCRouteSpec GatewaySpec GatewayStatus Listener RouteParentStatus "
    "RouteStatus CommonRouteSpec PolicyStatus PolicyAncestorStatus LocalPolicyTargetReference "
    "LocalPolicyTargetReferenceWithSectionName NamespacedPolicyTargetReference AllowedRoutes "
    "GatewayTLSConfig SecretObjectReference ParametersReference"
).split()

_RESOURCES = Map(values=_INT_OR_STRING)

TYPES: dict[str, Type] = {
    **dict.fromkeys(_STRINGS, STRING),
    **dict.fromkeys(_OBJECTS, Map(values=UNKNOWN)),
    **dict.fromkeys(("Time", "MicroTime"), _DATE_TIME),
    **dict.fromkeys(("IntOrString", "Quantity"), _INT_OR_STRING),
    **dict.fromkeys(("ResourceList", "ResourceHardLimits"), _RESOURCES),
    **dict.fromkeys(("JSON", "JSONSchemaPropsOrBool", "Any"), UNKNOWN),
    **dict.fromkeys(
        ("RawExtension", "Unstructured", "EmbeddedObjectMetadata"), Map(values=UNKNOWN)
    ),
    **dict.fromkeys(("FieldsV1", "TypeMeta", "Object"), Map(values=UNKNOWN)),
    **dict.fromkeys(("LabelSet", "Set"), Map(values=STRING)),
    **dict.fromkeys(("PortNumber", "HTTPStatusCode"), Integer(format="int32")),
}
"""The type of each name. Durations are strings as Go prints them (`1h30m`), not those of ISO 8601."""


def _fields(names: str, type: Type = STRING) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=type) for name in names.split())


FIELDS: dict[str, tuple[Field, ...]] = {
    "TypeMeta": _fields("apiVersion kind"),
    "LocalObjectReference": _fields("name"),
    "TypedLocalObjectReference": _fields("apiGroup kind name"),
    "ObjectReference": _fields("apiVersion fieldPath kind name namespace resourceVersion uid"),
    "SecretReference": _fields("name namespace"),
    "SecretKeySelector": _fields("key name") + _fields("optional", BOOLEAN),
    "ConfigMapKeySelector": _fields("key name") + _fields("optional", BOOLEAN),
    "SecretEnvSource": _fields("name") + _fields("optional", BOOLEAN),
    "ConfigMapEnvSource": _fields("name") + _fields("optional", BOOLEAN),
    "ObjectFieldSelector": _fields("apiVersion fieldPath"),
}
"""The fields of small types, which the wire has in place of an embedded struct."""

TYPES.update(dict.fromkeys(FIELDS.keys() - TYPES.keys(), Map(values=UNKNOWN)))
