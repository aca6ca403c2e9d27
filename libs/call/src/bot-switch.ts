/** Port: the operators' switch that sends new calls straight to humans. */
export interface BotSwitch {
  /** Whether this agent takes no new calls now. Never throws: in doubt the bot takes them. */
  isOff(agentId: string): Promise<boolean>;
}
