#!/usr/bin/env bash
# Deploys one environment of infra/environments.json: scripts/deploy.sh ENVIRONMENT.
# The registry first, then the images under their release, then everything else. Images are never
# replaced: one that the registry has already stays as it is. What operators need to know of it is
# in .local/outputs-ENVIRONMENT.json then. Needs the AWS CLI, Docker, and
# credentials of the account.
set -euo pipefail

environment=${1:?name an environment of infra/environments.json}
# Refuses what cannot be used, before anything else looks at it.
npm run synth -- --env "$environment"

setting() { node -p "require('./infra/environments.json')['$environment']['$1']"; }
account=$(setting account)
region=$(setting region)
prefix=$(setting prefix)
release=$(setting release)
registry="$account.dkr.ecr.$region.amazonaws.com"
templates=".local/cdk/$environment"

npx cdk deploy --app "$templates" --require-approval never "$environment/Registry" --exclusively

aws ecr get-login-password --region "$region" |
  docker login --username AWS --password-stdin "$registry"
for service in audio-bridge transcript-archiver notification-service; do
  repository="$prefix/$service"
  if aws ecr describe-images --region "$region" --repository-name "$repository" \
    --image-ids "imageTag=$release" >/dev/null 2>&1; then
    echo "$repository:$release is there"
    continue
  fi
  target=consumer
  if [ "$service" = audio-bridge ]; then target=bridge; fi
  docker build --platform linux/arm64 --file images/Dockerfile --build-arg "SERVICE=$service" \
    --target "$target" --tag "$registry/$repository:$release" .
  docker push "$registry/$repository:$release"
done

npx cdk deploy --app "$templates" --require-approval never '**' \
  --outputs-file ".local/outputs-$environment.json"
