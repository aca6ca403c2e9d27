export * from './ecs-task-protection';
