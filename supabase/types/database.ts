
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "ai_agent_usage": {
                  Row: {
                    "adjustment_reason": string | null,"agent_id": string | null,"cost_usd": number | null,"created_at": string,"discipline": string | null,"id": number,"model_used": string | null,"period_start": string | null,"request_id": string | null,"requests": number,"reservation_id": string | null,"session_id": string | null,"tokens_cached": number,"tokens_completion": number,"tokens_prompt": number,"tokens_reasoning": number,"tokens_total": number | null,"user_id": string,"workflow_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "adjustment_reason"?: string | null,"agent_id"?: string | null,"cost_usd"?: number | null,"created_at"?: string,"discipline"?: string | null,"id"?: never,"model_used"?: string | null,"period_start"?: string | null,"request_id"?: string | null,"requests"?: number,"reservation_id"?: string | null,"session_id"?: string | null,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"tokens_total"?: never,"user_id": string,"workflow_id"?: string | null
                  }
                  Update: {
                    "adjustment_reason"?: string | null,"agent_id"?: string | null,"cost_usd"?: number | null,"created_at"?: string,"discipline"?: string | null,"id"?: never,"model_used"?: string | null,"period_start"?: string | null,"request_id"?: string | null,"requests"?: number,"reservation_id"?: string | null,"session_id"?: string | null,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"tokens_total"?: never,"user_id"?: string,"workflow_id"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"ai_agents": {
                  Row: {
                    "id": string,"name": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: string,"name"?: string | null
                  }
                  Update: {
                    "id"?: string,"name"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_alerts": {
                  Row: {
                    "attempts": number,"created_at": string,"delivered_at": string | null,"id": number,"is_deliverable": boolean,"last_error": string | null,"metric": string,"next_attempt_at": string,"period_start": string,"quota": number,"threshold": number,"used": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "attempts"?: number,"created_at"?: string,"delivered_at"?: string | null,"id"?: never,"is_deliverable": boolean,"last_error"?: string | null,"metric": string,"next_attempt_at"?: string,"period_start": string,"quota": number,"threshold": number,"used": number,"user_id": string
                  }
                  Update: {
                    "attempts"?: number,"created_at"?: string,"delivered_at"?: string | null,"id"?: never,"is_deliverable"?: boolean,"last_error"?: string | null,"metric"?: string,"next_attempt_at"?: string,"period_start"?: string,"quota"?: number,"threshold"?: number,"used"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_closed_days": {
                  Row: {
                    "cost_usd": number,"day": string,"requests": number,"tokens": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "cost_usd"?: number,"day": string,"requests"?: number,"tokens"?: number,"user_id": string
                  }
                  Update: {
                    "cost_usd"?: number,"day"?: string,"requests"?: number,"tokens"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_overrides": {
                  Row: {
                    "created_at": string,"expires_at": string | null,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"reason": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"expires_at"?: string | null,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"reason": string,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"expires_at"?: string | null,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"reason"?: string,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_periods": {
                  Row: {
                    "closed_at": string,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"period_end": string,"period_start": string,"requests_used": number,"reset_reason": string | null,"tier": string,"tokens_used": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"period_end": string,"period_start": string,"requests_used": number,"reset_reason"?: string | null,"tier": string,"tokens_used": number,"user_id": string
                  }
                  Update: {
                    "closed_at"?: string,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"period_end"?: string,"period_start"?: string,"requests_used"?: number,"reset_reason"?: string | null,"tier"?: string,"tokens_used"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_prices": {
                  Row: {
                    "cached_input_price": number | null,"input_price": number,"model": string,"output_price": number,"reasoning_price": number | null,"source": string | null,"valid_from": string
                  }
                  ComputedFields: never
                  Insert: {
                    "cached_input_price"?: number | null,"input_price": number,"model": string,"output_price": number,"reasoning_price"?: number | null,"source"?: string | null,"valid_from": string
                  }
                  Update: {
                    "cached_input_price"?: number | null,"input_price"?: number,"model"?: string,"output_price"?: number,"reasoning_price"?: number | null,"source"?: string | null,"valid_from"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_reservations": {
                  Row: {
                    "closed_at": string | null,"created_at": string,"expires_at": string,"id": string,"period_start": string,"requests": number,"status": Database["public"]['Enums']["ai_quota_reservation_status"],"tokens": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string | null,"created_at"?: string,"expires_at": string,"id"?: string,"period_start": string,"requests": number,"status"?: Database["public"]['Enums']["ai_quota_reservation_status"],"tokens": number,"user_id": string
                  }
                  Update: {
                    "closed_at"?: string | null,"created_at"?: string,"expires_at"?: string,"id"?: string,"period_start"?: string,"requests"?: number,"status"?: Database["public"]['Enums']["ai_quota_reservation_status"],"tokens"?: number,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"ai_quota_subscriptions": {
                  Row: {
                    "current_period_end": string | null,"current_period_start": string | null,"status": string,"tier": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "current_period_end"?: string | null,"current_period_start"?: string | null,"status"?: string,"tier": string,"user_id": string
                  }
                  Update: {
                    "current_period_end"?: string | null,"current_period_start"?: string | null,"status"?: string,"tier"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "ai_quota_subscriptions_tier_fkey"
      columns: ["tier"]
isOneToOne: false
      referencedRelation: "ai_quota_tiers"
      referencedColumns: ["tier"]
    }
                  ]
                },"ai_quota_tiers": {
                  Row: {
                    "monthly_request_quota": number | null,"monthly_token_quota": number | null,"tier": string
                  }
                  ComputedFields: never
                  Insert: {
                    "monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"tier": string
                  }
                  Update: {
                    "monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"tier"?: string
                  }
                  Relationships: [
                    
                  ]
                },"profiles": {
                  Row: {
                    "email": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "email"?: string | null,"user_id": string
                  }
                  Update: {
                    "email"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"user_ai_quotas": {
                  Row: {
                    "current_day": string,"current_day_cost_usd": number,"current_day_requests": number,"current_day_tokens": number,"current_month_requests": number,"current_month_tokens": number,"is_blocked": boolean,"limits_expire_at": string | null,"monthly_request_quota": number | null,"monthly_token_quota": number | null,"period_end": string,"period_start": string,"quota_reset_date": string,"reserved_requests": number,"reserved_tokens": number,"reserved_valid_until": string | null,"tier": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "current_day"?: string,"current_day_cost_usd"?: number,"current_day_requests"?: number,"current_day_tokens"?: number,"current_month_requests"?: number,"current_month_tokens"?: number,"is_blocked"?: boolean,"limits_expire_at"?: string | null,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"period_end"?: never,"period_start"?: string,"quota_reset_date"?: string,"reserved_requests"?: number,"reserved_tokens"?: number,"reserved_valid_until"?: string | null,"tier"?: string,"user_id": string
                  }
                  Update: {
                    "current_day"?: string,"current_day_cost_usd"?: number,"current_day_requests"?: number,"current_day_tokens"?: number,"current_month_requests"?: number,"current_month_tokens"?: number,"is_blocked"?: boolean,"limits_expire_at"?: string | null,"monthly_request_quota"?: number | null,"monthly_token_quota"?: number | null,"period_end"?: never,"period_start"?: string,"quota_reset_date"?: string,"reserved_requests"?: number,"reserved_tokens"?: number,"reserved_valid_until"?: string | null,"tier"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "user_ai_quotas_tier_fkey"
      columns: ["tier"]
isOneToOne: false
      referencedRelation: "ai_quota_tiers"
      referencedColumns: ["tier"]
    }
                  ]
                }
          }
          Views: {
            "ai_quota_daily": {
                  Row: {
                    "cost_usd": number | null,"day": string | null,"requests": number | null,"tokens": number | null,"user_id": string | null
                  }
                  ComputedFields: never
                  Relationships: [
                    
                  ]
                },"ai_quota_unpriced_models": {
                  Row: {
                    "calls": number | null,"first_at": string | null,"last_at": string | null,"model_used": string | null,"tokens": number | null
                  }
                  ComputedFields: never
                  Relationships: [
                    
                  ]
                }
          }
          Functions: {
            "adjust_usage":
{ Args: { "cost_usd"?: number,"reason": string,"request_id"?: string,"requests"?: number,"tokens": number,"user_id": string }; Returns: {
              "current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_blocked": boolean,
"limits_expire_at": string | null,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"check_user_quota":
{ Args: { "p_estimated_tokens"?: number }; Returns: {
              "allowed": boolean,"quota_limit": number,"remaining_requests": number,"remaining_tokens": number,"request_limit": number,"reset_date": string
            }[]
                           },
"claim_quota_alerts":
{ Args: { "limit"?: number }; Returns: {
              "attempts": number,
"created_at": string,
"delivered_at": string | null,
"id": number,
"is_deliverable": boolean,
"last_error": string | null,
"metric": string,
"next_attempt_at": string,
"period_start": string,
"quota": number,
"threshold": number,
"used": number,
"user_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alerts"
        isOneToOne: false
        isSetofReturn: true
      } },
"complete_quota_alert":
{ Args: { "id": number }; Returns: {
              "attempts": number,
"created_at": string,
"delivered_at": string | null,
"id": number,
"is_deliverable": boolean,
"last_error": string | null,
"metric": string,
"next_attempt_at": string,
"period_start": string,
"quota": number,
"threshold": number,
"used": number,
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alerts"
        isOneToOne: true
        isSetofReturn: false
      } },
"fail_quota_alert":
{ Args: { "error": string,"id": number }; Returns: {
              "attempts": number,
"created_at": string,
"delivered_at": string | null,
"id": number,
"is_deliverable": boolean,
"last_error": string | null,
"metric": string,
"next_attempt_at": string,
"period_start": string,
"quota": number,
"threshold": number,
"used": number,
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "ai_quota_alerts"
        isOneToOne: true
        isSetofReturn: false
      } },
"get_user_monthly_usage":
{ Args: { "p_month"?: number,"p_year"?: number }; Returns: {
              "period_end": string,"period_start": string,"total_cost_usd": number,"total_requests": number,"total_tokens": number
            }[]
                           },
"get_user_quota_status":
{ Args: Record<PropertyKey, never>; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"has_quota_for":
{ Args: { "tokens": number }; Returns: boolean
                           },
"initialize_user_quota":
{ Args: { "tier"?: string,"user_id": string }; Returns: {
              "current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_blocked": boolean,
"limits_expire_at": string | null,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"release_reservation":
{ Args: { "reservation_id"?: string,"user_id"?: string }; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"repair_user_quota":
{ Args: { "user_id": string }; Returns: {
              "current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_blocked": boolean,
"limits_expire_at": string | null,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"reserve_tokens":
{ Args: { "expires_in_seconds"?: number,"requests"?: number,"tokens"?: number,"user_id"?: string }; Returns: {
              "allowed": boolean,"expires_at": string,"reason": string,"remaining_requests": number,"remaining_tokens": number,"reservation_id": string,"reset_date": string,"upgrade_tier": string
            }[]
                           },
"reset_monthly_quotas":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"reset_user_quota":
{ Args: { "reason": string,"user_id": string }; Returns: {
              "current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_blocked": boolean,
"limits_expire_at": string | null,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_user_blocked":
{ Args: { "is_blocked"?: boolean,"user_id": string }; Returns: {
              "current_day": string,
"current_day_cost_usd": number,
"current_day_requests": number,
"current_day_tokens": number,
"current_month_requests": number,
"current_month_tokens": number,
"is_blocked": boolean,
"limits_expire_at": string | null,
"monthly_request_quota": number | null,
"monthly_token_quota": number | null,
"period_end": string,
"period_start": string,
"quota_reset_date": string,
"reserved_requests": number,
"reserved_tokens": number,
"reserved_valid_until": string | null,
"tier": string,
"user_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "user_ai_quotas"
        isOneToOne: true
        isSetofReturn: false
      } },
"track_usage":
{ Args: { "agent_id"?: string,"cost_usd"?: number,"discipline"?: string,"model_used"?: string,"request_id"?: string,"reservation_id"?: string,"session_id"?: string,"tokens_cached"?: number,"tokens_completion"?: number,"tokens_prompt"?: number,"tokens_reasoning"?: number,"user_id"?: string,"workflow_id"?: string }; Returns: Database["public"]['CompositeTypes']["ai_quota_status"][]
                          SetofOptions: {
        from: "*"
        to: "ai_quota_status"
        isOneToOne: false
        isSetofReturn: true
      } },
"verify_quota_integrity":
{ Args: Record<PropertyKey, never>; Returns: {
              "expected": number,"found": number,"period_start": string,"problem": string,"user_id": string
            }[]
                           }
          }
          Enums: {
            "ai_quota_reservation_status": "pending"|"settled"|"released"
          }
          CompositeTypes: {
            "ai_quota_status": {
                        "used": number | null,"limit": number | null,"remaining": number | null,"percentage": number | null,"reset_date": string | null,"status": string | null,"tier": string | null,"reserved": number | null,"requests_used": number | null,"requests_limit": number | null,"requests_remaining": number | null,"requests_percentage": number | null,"is_unlimited": boolean | null,"period_start": string | null,"is_blocked": boolean | null
                      }
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            "ai_quota_reservation_status": ["pending", "settled", "released"]
          }
        }
} as const
