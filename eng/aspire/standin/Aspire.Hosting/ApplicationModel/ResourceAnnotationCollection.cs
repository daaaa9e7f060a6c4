using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is attached to one resource.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;
